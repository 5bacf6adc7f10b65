namespace CnnVerified.Verification.PlantedBugs;

/// <summary>One backward pass, right until a planted bug has spoilt it.</summary>
/// <param name="Layer">The layer; null for a loss.</param>
/// <param name="X">Its input; for a loss, the prediction.</param>
/// <param name="Y">Its output; for a loss, the target.</param>
/// <param name="Dy">The upstream gradient; 1 for a loss.</param>
/// <param name="Dx">∂L/∂x, to be spoilt.</param>
/// <param name="Gradients">∂L/∂θ, to be spoilt.</param>
/// <param name="Into">The buffers that dx is written to and ∂L/∂θ is added to; none for a loss.</param>
/// <param name="Earlier">The pass before this one; null at the first, and for a loss.</param>
internal sealed record BackwardPass(
    Layer<double>? Layer, Tensor<double> X, Tensor<double> Y, Tensor<double> Dy, Tensor<double> Dx,
    Tensor<double>[] Gradients, (Tensor<double>? Dx, Tensor<double>[] Gradients) Into, BackwardPass? Earlier)
{
    /// <summary>The batch size.</summary>
    public int N => X.Shape[0];

    /// <summary>The value of parameter 0: weights or kernels.</summary>
    public Tensor<double> Weights => Layer!.Parameters[0].Value;

    /// <summary>The gradient of parameter 0: weights or kernels.</summary>
    public Tensor<double> DWeights => Gradients[0];

    /// <summary>The gradient of parameter 1: bias.</summary>
    public Tensor<double> DBias => Gradients[1];

    /// <summary>The window of a convolution or a pooling layer.</summary>
    public SlidingWindow Window =>
        Layer is Pooling<double> pooling ? pooling.Window : ((Convolution<double>)Layer!).Window;

    /// <summary>dx becomes what it is for another upstream gradient, another layer, or computed elsewhere.</summary>
    public void SetDx(Tensor<double> dx) => dx.Values.CopyTo(Dx.Values);

    /// <summary>dx becomes a function of one entry's x, y and dy.</summary>
    public void SetDx(Func<double, double, double, double> dx)
    {
        for (var i = 0; i < Dx.Shape.Count; i++) Dx[i] = dx(X[i], Y[i], Dy[i]);
    }

    /// <summary>dW (or dk) becomes something else.</summary>
    public void SetDWeights(Tensor<double> dW) => dW.Values.CopyTo(DWeights.Values);

    /// <summary>dW (or dk) becomes what it is for another upstream gradient.</summary>
    public void SetDWeightsFor(Tensor<double> dy) => SetDWeights(Layer!.Backward(X, Y, dy).Parameters[0]);

    /// <summary>db becomes what it is for another upstream gradient.</summary>
    public void SetDBiasFor(Tensor<double> dy) => Layer!.Backward(X, Y, dy).Parameters[1].Values.CopyTo(DBias.Values);

    /// <summary>Every entry of a gradient becomes a function of itself.</summary>
    public static void Replace(Tensor<double> gradient, Func<double, double> entry)
    {
        foreach (ref var value in gradient.Values) value = entry(value);
    }

    /// <summary>dy with samples left out.</summary>
    public Tensor<double> DyOf(Func<int, bool> sample) => DyWhere(index => sample(index[0]));

    /// <summary>dy with entries left out, chosen by their index.</summary>
    public Tensor<double> DyWhere(Func<int[], bool> isKept)
    {
        var dy = Dy.Clone();
        for (var i = 0; i < dy.Shape.Count; i++)
            if (!isKept(dy.Shape.IndexOf(i))) dy[i] = 0;
        return dy;
    }
}
