using CnnVerified.Layers;

namespace CnnVerified.Verification.Hypotheses;

/// <summary>
/// Finds the layer whose backward pass is wrong, and what was done wrong in it.
/// </summary>
internal static class Detective
{
    /// <summary>
    /// One diagnosis for each tensor whose gradient some layer, or the loss, itself gets wrong; those nearest the loss
    /// first. None where no part is found to be wrong by itself.
    /// </summary>
    public static IReadOnlyList<Diagnosis> Investigate(
        Origin origin, IReadOnlyList<VariableReport> variables, Deadline deadline) =>
        Restored.After([.. origin.Network.Parameters.Select(p => p.Value), origin.X, origin.Upstream], () =>
            WrongPasses.Of(origin).SelectMany(wrong => Investigate(wrong, variables, deadline)).ToArray());

    /// <summary>One diagnosis for each tensor that a plain function gets wrong.</summary>
    /// <param name="function">The function at the point of the check, for a dy, or for that of the check.</param>
    /// <param name="variables">What was found there, with every entry of what is wrong.</param>
    /// <param name="elsewhere">The function at other points, of which some may lie outside its domain.</param>
    /// <param name="deadline">When to end.</param>
    public static IReadOnlyList<Diagnosis> Investigate(
        Func<Tensor<double>?, Subject> function, IReadOnlyList<VariableReport> variables,
        IEnumerable<Func<Tensor<double>?, Subject>> elsewhere, Deadline deadline)
    {
        var wrong = variables.Where(variable => variable.Count(Verdict.Wrong) > 0).ToArray();
        var right = wrong.ToDictionary(variable => variable.Name, variable => new Tensor<double>(
            variable.Shape, [.. variable.Entries.Select(entry => entry.Dual ?? entry.Numeric)]));
        var uncertainty = wrong.Select(variable => variable.Entries.Max(entry => entry.Uncertainty)
            / Math.Max(RootMeanSquare.Of(right[variable.Name].Values), double.Epsilon)).Append(0).Max();
        var there = new Lazy<WrongPass?>(() => elsewhere.Select(point => Elsewhere.First(() =>
        {
            var other = point(null);
            return Of(point, other, NumericPass.Right(other));
        }).Value).FirstOrDefault(pass => pass is not null));
        var own = function(null);
        var here = Of(function, own, [.. own.Variables.Select(v => right.GetValueOrDefault(v.Name, v.Analytic))]);
        return [.. Investigate(here with { OtherValues = there }, variables, deadline)];

        WrongPass Of(Func<Tensor<double>?, Subject> at, Subject subject, Tensor<double>[] right) => new(
            "", [.. subject.Variables.Zip(right, (variable, value) => new TensorGradient(
                variable.Name, Axes.Numbered(value.Shape), variable.Value, variable.Analytic, value))],
            null, null, IsLoss: false, Math.Max(Tolerances.Explained, uncertainty))
        {
            Upstreams = subject.TakesUpstream && subject.Outputs is [var y] ? OfCode(at, subject, y.Shape) : null,
        };
    }

    private static Upstreams OfCode(Func<Tensor<double>?, Subject> at, Subject subject, Shape y)
    {
        var jacobian = new Lazy<Jacobian>(() => new(subject));
        var values = new Tensor<double>(y);
        subject.NewEvaluator().Evaluate(0, values.Values);
        return new(new(y, subject.Upstream), values,
            dy => [.. at(new(new Shape(y.Count), dy.Values.ToArray())).Variables.Select(v => v.Analytic)],
            dy => jacobian.Value.Times(dy));
    }

    /// <summary>Where each wrong gradient is wrong, and no more.</summary>
    public static IReadOnlyList<Diagnosis> Locate(IReadOnlyList<VariableReport> variables) =>
        [.. variables.Where(v => v.Count(Verdict.Wrong) > 0 && v.Entries.Count == v.Shape.Count).Select(
            v => new Diagnosis(v.Name, [], Location.Of(v.Shape, Axes.Numbered(v.Shape), AreWrong(v))))];

    private static bool[] AreWrong(VariableReport variable) =>
        [.. variable.Entries.Select(entry => entry.Verdict == Verdict.Wrong)];

    private static IEnumerable<Diagnosis> Investigate(
        WrongPass wrong, IReadOnlyList<VariableReport> variables, Deadline deadline)
    {
        // A network's report is about its sum, not about a layer by itself.
        if (wrong.Name.Length == 0) wrong = wrong with
        {
            Gradients = [.. wrong.Gradients.Select(gradient => gradient with
            {
                IsWrong = variables.FirstOrDefault(v => v.Name == gradient.Name) is { } found
                    && found.Entries.Count == gradient.Value.Shape.Count ? AreWrong(found) : null,
            })],
        };
        return from variable in Enumerable.Range(0, wrong.Gradients.Count)
               let gradient = wrong.Gradients[variable]
               where !(Closeness.Of(gradient.Given, gradient.Right).Miss <= wrong.Tolerance)
               select new Investigation(wrong, variable, deadline).Run() with { Place = wrong.Name };
    }
}
