namespace CnnVerified.Verification.Tests.Repairing;

/// <summary>
/// The mean over samples of Σᵢ Σⱼ (tⱼ − pᵢ)²: predictions (N, I), targets (N, J) of another shape; with a mistake.
/// </summary>
internal sealed class Nearness : Loss<double>
{
    public override double Value(Tensor<double> prediction, Tensor<double> target)
    {
        var sum = 0.0;
        for (var n = 0; n < prediction.Shape[0]; n++)
            for (var i = 0; i < prediction.Shape[1]; i++)
                for (var j = 0; j < target.Shape[1]; j++)
                    sum += (target[n, j] - prediction[n, i]) * (target[n, j] - prediction[n, i]);
        return sum / prediction.Shape[0];
    }

    public override void Gradient(Tensor<double> prediction, Tensor<double> target, Tensor<double> gradient)
    {
        gradient.Values.Clear();
        for (var n = 0; n < prediction.Shape[0]; n++)
            for (var i = 0; i < prediction.Shape[1]; i++)
                for (var j = 0; j < target.Shape[1]; j++)
                    gradient[n, i] += 2 * (target[n, j] - prediction[n, i]) / prediction.Shape[0];      // −
    }
}
