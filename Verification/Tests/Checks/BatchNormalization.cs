namespace CnnVerified.Verification.Tests.Checks;

/// <summary>
/// A right layer whose samples do see each other: <c>x̂ = (x − μ)/√(σ² + ε)</c> over the batch, <c>y = γ·x̂ + β</c>.
/// <c>dx = γ/√(σ² + ε)·(dy − mean(dy) − x̂·mean(dy·x̂))</c>. S. Ioffe, C. Szegedy, ICML 2015.
/// </summary>
internal sealed class BatchNormalization(Tensor<double> gamma, Tensor<double> beta) : Layer<double>
{
    private const double Epsilon = 1e-5;

    public override IReadOnlyList<Parameter<double>> Parameters { get; } = [new("gamma", gamma), new("beta", beta)];

    public override Shape OutputShape(Shape x) => x;

    public override void Forward(Tensor<double> x, Tensor<double> y)
    {
        for (var j = 0; j < x.Shape[1]; j++)
        {
            var (normal, _) = Normal(x, j);
            for (var n = 0; n < x.Shape[0]; n++) y[n, j] = gamma[j] * normal[n] + beta[j];
        }
    }

    public override void Backward(Tensor<double> x, Tensor<double> y, Tensor<double> dy, Tensor<double>? dx,
        ReadOnlySpan<Tensor<double>> gradients)
    {
        for (var j = 0; j < x.Shape[1]; j++)
        {
            var (normal, deviation) = Normal(x, j);
            var (sum, product) = (0.0, 0.0);
            for (var n = 0; n < x.Shape[0]; n++)
            {
                sum += dy[n, j];
                product += dy[n, j] * normal[n];
            }
            gradients[0][j] += product;
            gradients[1][j] += sum;
            for (var n = 0; n < (dx?.Shape[0] ?? 0); n++)
                dx![n, j] = gamma[j] / deviation * (dy[n, j] - (sum + normal[n] * product) / x.Shape[0]);
        }
    }

    private static (double[] Normal, double Deviation) Normal(Tensor<double> x, int j)
    {
        double[] values = [.. Enumerable.Range(0, x.Shape[0]).Select(n => x[n, j])];
        var mean = values.Average();
        var deviation = Math.Sqrt(values.Average(v => (v - mean) * (v - mean)) + Epsilon);
        return ([.. values.Select(v => (v - mean) / deviation)], deviation);
    }
}
