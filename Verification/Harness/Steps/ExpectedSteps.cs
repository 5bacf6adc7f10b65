namespace CnnVerified.Verification.Steps;

/// <summary>
/// The steps that belong, taken by plain code on copies of the parameters: for each gradient as it is, and as rounding
/// may move it to either side. How far those steps lie apart is how far a right one may be off.
/// </summary>
internal sealed class ExpectedSteps(
    IReadOnlyList<Tensor<double>> parameters, Func<Action<int, Tensor<double>, Tensor<double>>> newStep)
{
    /// <summary>The gradient as it is, and moved by rounding to one side and to the other.</summary>
    public static IReadOnlyList<int> Shifts { get; } = [0, 1, -1];

    private const int Safety = 2;

    private readonly Copy[] copies = [.. Shifts.Select(
        shift => new Copy(shift, [.. parameters.Select(parameter => parameter.Clone())], newStep()))];

    /// <summary>Takes the next step on a parameter.</summary>
    /// <param name="parameter">Its number.</param>
    /// <param name="before">θ before the step.</param>
    /// <param name="gradient">dθ for each of the <see cref="Shifts"/>.</param>
    public void Take(int parameter, Tensor<double> before, Func<int, Tensor<double>> gradient)
    {
        foreach (var (shift, own, take) in copies)
        {
            before.Values.CopyTo(own[parameter].Values);
            take(parameter, own[parameter], gradient(shift));
        }
    }

    /// <summary>Compares the last step on a parameter with what was found, and adds that to what was known.</summary>
    public StepsOnParameter Compare(
        int parameter, Tensor<double> before, Tensor<double> after, StepsOnParameter known)
    {
        var (signal, wrong) = (0, new List<WrongEntry>());
        for (var i = 0; i < after.Shape.Count; i++)
        {
            var belongs = copies[0].Parameters[parameter][i];
            var step = Math.Abs(belongs - before[i]);
            var allowed = Tolerances.StepRounding * Math.Max(Math.Abs(before[i]), Math.Abs(belongs))
                + Tolerances.AnalyticRounding * step
                + Safety * copies.Max(copy => Math.Abs(copy.Parameters[parameter][i] - belongs));
            if (step > 0 && allowed <= Tolerances.Signal * step) signal++;
            if (!(Math.Abs(after[i] - belongs) <= allowed))
                wrong.Add(new(known.Steps + 1, after.Shape.IndexOf(i), before[i], after[i], belongs));
        }
        return known with { Steps = known.Steps + 1, Signal = known.Signal + signal, Wrong = wrong };
    }

    private sealed record Copy(
        int Shift, Tensor<double>[] Parameters, Action<int, Tensor<double>, Tensor<double>> Take);
}
