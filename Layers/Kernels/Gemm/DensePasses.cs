using CnnVerified.Layers.Kernels.Vectors;

namespace CnnVerified.Layers.Kernels.Gemm;

/// <summary>A dense layer's passes over a batch, for samples of at least one vector.</summary>
internal static class DensePasses
{
    /// <summary>Writes some outputs of some samples.</summary>
    public static void Forward<T>(
        Tensor<T> x, Tensor<T> weights, Tensor<T> bias, Tensor<T> y, Range samples, Range outputs)
        where T : IFloatingPointIeee754<T>
    {
        InnerProducts.Into(y.Rows.Part(samples, ..), x.Rows.Part(samples, ..), weights.Rows, outputs);
        for (var n = samples.Start.Value; n < samples.End.Value; n++)
            AddScaled.To(y.Sample(n)[outputs], T.One, bias.Values[outputs]);
    }

    /// <summary>Writes dx, unless it is null, and adds to dW and db.</summary>
    public static void Backward<T>(
        Tensor<T> x, Tensor<T> weights, Tensor<T> dy, Tensor<T>? dx, Tensor<T> dW, Tensor<T> db)
        where T : IFloatingPointIeee754<T>
    {
        AddRows(dy, db.Values);
        DenseGradients.Of(weights, x, dy, dx, dW, scale: T.Zero);
    }

    /// <summary>Writes dx and takes the step.</summary>
    public static void BackwardAndUpdate<T>(
        Tensor<T> x, Tensor<T> weights, Tensor<T> bias, Tensor<T> dy, Tensor<T>? dx, T learningRate)
        where T : IFloatingPointIeee754<T>
    {
        using var db = new Buffer<T>(bias.Shape.Count);
        db.Span.Clear();
        AddRows(dy, db.Span);
        AddScaled.To(bias.Values, -learningRate, db.Span);
        if (dy.Shape[0] == 1) DenseGradients.Descend(weights, x, dy, dx, learningRate);
        else DenseGradients.Of(weights, x, dy, dx, weights, -learningRate);
    }

    /// <summary>db[j] += Σₙ dy[n, j], in the order of n.</summary>
    private static void AddRows<T>(Tensor<T> dy, Span<T> db) where T : IFloatingPointIeee754<T>
    {
        for (var n = 0; n < dy.Shape[0]; n++) AddScaled.To(db, T.One, dy.Sample(n));
    }
}
