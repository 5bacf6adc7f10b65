using static CnnVerified.Layers.Reference.Loops;

namespace CnnVerified.Layers.Reference;

/// <summary>x (N, I), W (J, I), b (J), y (N, J); dx, dW, db and dy likewise.</summary>
internal static class Dense
{
    /// <summary>y[n,j] = Σᵢ W[j,i]·x[n,i] + b[j] for some samples n and some outputs j.</summary>
    public static void Forward<T>(Tensor<T> x, Tensor<T> W, Tensor<T> b, Tensor<T> y, Range samples, Range outputs)
        where T : IFloatingPointIeee754<T>
    {
        var (first, count) = outputs.GetOffsetAndLength(W.Shape[0]);
        for (var n = samples.Start.Value; n < samples.End.Value; n++)
            for (var j = first; j < first + count; j++)
            {
                var sum = T.Zero;
                for (var i = 0; i < W.Shape[1]; i++) AddProduct(ref sum, W[j, i], x[n, i]);
                y[n, j] = sum + b[j];
            }
    }

    /// <summary>dx[n,i] = Σⱼ dy[n,j]·W[j,i], dW[j,i] += Σₙ dy[n,j]·x[n,i], db[j] += Σₙ dy[n,j].</summary>
    public static void Backward<T>(
        Tensor<T> x, Tensor<T> W, Tensor<T> dy, Tensor<T>? dx, Tensor<T> dW, Tensor<T> db)
        where T : IFloatingPointIeee754<T>
    {
        dx?.Values.Clear();
        for (var n = 0; n < x.Shape[0]; n++)
            for (var j = 0; j < W.Shape[0]; j++)
            {
                db[j] += dy[n, j];
                for (var i = 0; i < W.Shape[1]; i++)
                {
                    if (dx is not null) AddProduct(ref dx[n, i], dy[n, j], W[j, i]);
                    AddProduct(ref dW[j, i], dy[n, j], x[n, i]);
                }
            }
    }

    /// <summary>dx as before, then W ← W − η·dW and b ← b − η·db.</summary>
    public static void BackwardAndUpdate<T>(Tensor<T> x, Tensor<T> W, Tensor<T> b, Tensor<T> dy, Tensor<T>? dx, T η)
        where T : IFloatingPointIeee754<T>
    {
        dx?.Values.Clear();
        for (var j = 0; j < W.Shape[0]; j++)
        {
            var db = T.Zero;
            for (var n = 0; n < x.Shape[0]; n++) db += dy[n, j];
            AddProduct(ref b[j], -η, db);
            for (var i = 0; i < W.Shape[1]; i++)
            {
                var dw = T.Zero;
                for (var n = 0; n < x.Shape[0]; n++)
                {
                    if (dx is not null) AddProduct(ref dx[n, i], dy[n, j], W[j, i]);
                    AddProduct(ref dw, dy[n, j], x[n, i]);
                }
                AddProduct(ref W[j, i], -η, dw);
            }
        }
    }
}
