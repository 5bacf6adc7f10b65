namespace CnnVerified.Verification.Hypotheses;

/// <summary>
/// Finds the layer whose backward pass is wrong, and what was done wrong in it.
/// </summary>
internal static class Diagnosing
{
    private const double OtherDy = 1.7;

    /// <summary>
    /// One diagnosis for each tensor whose gradient some layer, or the loss, itself gets wrong; those nearest the loss
    /// first. None where no part is found to be wrong by itself.
    /// </summary>
    public static IReadOnlyList<Diagnosis> Of(
        Origin origin, IReadOnlyList<VariableReport> variables, Deadline deadline) =>
        Restored.After([.. origin.Network.Parameters.Select(p => p.Value), origin.X, origin.Upstream], () =>
            WrongPasses.Of(origin, Known(origin, variables))
                .SelectMany(wrong => Of(wrong, variables, deadline)).ToArray());

    /// <summary>One diagnosis for each tensor that code on arrays gets wrong.</summary>
    /// <param name="here">The code at the point of the check.</param>
    /// <param name="variables">What was found there, with every entry of what is wrong.</param>
    /// <param name="elsewhere">The code at other points, of which some may lie outside its domain.</param>
    /// <param name="deadline">When to end.</param>
    public static IReadOnlyList<Diagnosis> Of(
        CodeAt here, IReadOnlyList<VariableReport> variables, IEnumerable<CodeAt> elsewhere, Deadline deadline)
    {
        var wrong = variables.Where(variable => variable.Count(Verdict.Wrong) > 0).ToArray();
        var own = here(null, null);
        var approximate = new Lazy<Dictionary<string, Tensor<double>>>(() => own.Variables.Zip(Approximate(own))
            .ToDictionary(one => one.First.Name, one => one.Second));
        var right = wrong.ToDictionary(variable => variable.Name, variable => new Tensor<double>(
            variable.Shape, [.. variable.Entries.Select((entry, i) => entry.Dual ?? (
                entry.Verdict != Verdict.Inconclusive ? entry.Numeric : approximate.Value[variable.Name][i]))]));
        var tolerance = Math.Max(Tolerances.Explained, wrong.Select(variable =>
            variable.Entries.Where(entry => entry.Verdict != Verdict.Inconclusive).Max(entry => entry.Uncertainty)
            / Math.Max(RootMeanSquare.Of(right[variable.Name].Values),
                RootMeanSquare.Of([.. variable.Entries.Select(entry => entry.Analytic)]))).Append(0).Max());
        if (approximate.IsValueCreated) tolerance = Math.Max(tolerance, Closest(own));
        Tensor<double>[] all = [.. own.Variables.Select(v => right.GetValueOrDefault(v.Name, v.Analytic))];
        // Where they give what is right here, they do elsewhere: no maximum changes hands on the way.
        var areKnown = new Lazy<bool>(() => ByOperations(own)?.Zip(all).All(one =>
            Closeness.Of(one.First, one.Second).Miss <= Tolerances.ExplanationMargin * tolerance) == true);
        var there = new Lazy<WrongPass?>(() => elsewhere.Select(point => Elsewhere.First(() =>
        {
            var other = point(null, null);
            return WrongCode.Of(point, other, (areKnown.Value ? ByOperations(other) : null) ?? Approximate(other),
                Math.Max(tolerance, Closest(other)));
        }).Value).FirstOrDefault(pass => pass is not null && pass.Gradients.All(IsAsHere)));

        // Where what is right here is wrong, the point lies outside what the code is for.
        bool IsAsHere(TensorGradient there) => right.ContainsKey(there.Name)
            || Closeness.Of(there.Given, there.Right).Miss <= Tolerances.ExplanationMargin * tolerance;

        return [.. Of(WrongCode.Of(here, own, all, tolerance) with
        {
            OtherValues = there,
            OtherUpstream = Elsewhere.First(() => OfAnotherDy(here, own, all, tolerance)),
        }, variables, deadline)];
    }

    /// <summary>
    /// A loss with a dy that is not 1: a variable that is 1 by chance explains nothing there. Null of other code, and
    /// where the code never asks for dy.
    /// </summary>
    private static WrongPass? OfAnotherDy(CodeAt here, Subject own, Tensor<double>[] right, double tolerance)
    {
        if (!own.TakesUpstream || own.Upstream is not [var dy]) return null;
        var other = here(new Tensor<double>(new Shape(1), OtherDy * dy), null);
        return own.Variables.Zip(other.Variables).All(
            one => Closeness.Of(one.Second.Analytic, Scaled(one.First.Analytic)).Miss <= tolerance)
            ? WrongCode.Of(here, other, [.. right.Select(Scaled)], tolerance) : null;

        static Tensor<double> Scaled(Tensor<double> one) =>
            new(one.Shape, [.. one.Values.ToArray().Select(value => OtherDy * value)]);
    }

    private static Tensor<double>[] Approximate(Subject subject) =>
        new Jacobian(subject).Times(new(new Shape(subject.Upstream.Length), subject.Upstream));

    /// <summary>By the operations of the forward pass, as far as they are known.</summary>
    private static Tensor<double>[]? ByOperations(Subject subject)
    {
        var y = new double[subject.Upstream.Length];
        subject.NewEvaluator().Evaluate(0, y);
        return subject.Trace([.. Enumerable.Range(0, subject.Variables.Count)]) is { IsTraced: true } tape
            && tape.Gives(y)
            ? tape.Gradients([.. subject.Variables.Select(v => v.Value.Shape)], subject.Upstream, tape.Own) : null;
    }

    /// <summary>How closely differences of fourth order show gradients.</summary>
    private static double Closest(Subject subject) => Math.Max(Tolerances.Resolution, WrongCode.Noise(subject));

    /// <summary>
    /// The right gradients as the check found them, where they are those of one layer or loss by itself.
    /// </summary>
    private static Tensor<double>[]? Known(Origin origin, IReadOnlyList<VariableReport> variables)
    {
        var isOnePart = origin.Network.Layers.Count == (origin.Loss is null ? 1 : 0);
        return isOnePart && variables.All(v => v.Entries.Count == v.Shape.Count
            && v.Entries.All(entry => double.IsFinite(entry.Decisive.Value)))
            && variables.Count == origin.Network.Parameters.Count + 1
            ? [.. variables.Select(v => new Tensor<double>(v.Shape, [.. v.Entries.Select(e => e.Decisive.Value)]))]
            : null;
    }

    /// <summary>Where each wrong gradient is wrong, and no more.</summary>
    public static IReadOnlyList<Diagnosis> Located(IReadOnlyList<VariableReport> variables) =>
        [.. variables.Where(v => v.Count(Verdict.Wrong) > 0 && v.Entries.Count == v.Shape.Count).Select(
            v => new Diagnosis(v.Name, [], Location.Of(v.Shape, Axes.Numbered(v.Shape), AreWrong(v))))];

    private static bool[] AreWrong(VariableReport variable) =>
        [.. variable.Entries.Select(entry => entry.Verdict == Verdict.Wrong)];

    private static IEnumerable<Diagnosis> Of(
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
        return Investigation.Run([.. Enumerable.Range(0, wrong.Gradients.Count)
            .Where(v => wrong.Gradients[v].IsWrong is not { } isWrong || isWrong.Contains(true))
            .Where(v => !(Closeness.Of(wrong.Gradients[v].Given, wrong.Gradients[v].Right).Miss <= wrong.Tolerance))
            .Select(v => new Investigation(wrong, v, deadline))]);
    }
}
