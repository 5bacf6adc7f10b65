using CnnVerified.Layers;

namespace CnnVerified.Verification.Tests.Layers;

/// <summary>The definition of the dense layer, loop by loop.</summary>
internal sealed record PlainDense(Tensor<double> Weights, Tensor<double> Bias)
{
    private int Outputs => Weights.Shape[0];
    private int Inputs => Weights.Shape[1];

    public Tensor<double> Forward(Tensor<double> x)
    {
        var y = new Tensor<double>(new Shape(x.Shape[0], Outputs));
        for (var n = 0; n < x.Shape[0]; n++)
            for (var j = 0; j < Outputs; j++)
            {
                y[n, j] = Bias[j];
                for (var i = 0; i < Inputs; i++) y[n, j] += Weights[j, i] * x[n, i];
            }
        return y;
    }

    public (Tensor<double> X, Tensor<double> Weights, Tensor<double> Bias) Backward(Tensor<double> x, Tensor<double> dy)
    {
        var dx = new Tensor<double>(x.Shape);
        var (dW, db) = (new Tensor<double>(Weights.Shape), new Tensor<double>(Bias.Shape));
        for (var n = 0; n < x.Shape[0]; n++)
            for (var j = 0; j < Outputs; j++)
            {
                db[j] += dy[n, j];
                for (var i = 0; i < Inputs; i++)
                {
                    dW[j, i] += dy[n, j] * x[n, i];
                    dx[n, i] += dy[n, j] * Weights[j, i];
                }
            }
        return (dx, dW, db);
    }
}
