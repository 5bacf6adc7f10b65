using System.Globalization;
using CnnVerified.Layers;

namespace CnnVerified.Verification.Hypotheses;

/// <summary>Tries every hypothesis on one wrong gradient and keeps those that explain all its numbers.</summary>
internal sealed class Investigation(WrongPass wrong, int variable, Deadline deadline)
{
    private const int FewestEntries = 3;
    private readonly TensorGradient gradient = wrong.Gradients[variable];
    private readonly Constant constant = new(wrong);
    private readonly List<(Explanation Explanation, int Weight)> found = [];
    private double next = double.PositiveInfinity;

    /// <summary>The diagnosis of one tensor's gradient.</summary>
    public Diagnosis Run()
    {
        var infinite = gradient.Given.Values.ToArray().Count(value => !double.IsFinite(value));
        if (infinite > 0) return new(gradient.Name, [], string.Create(CultureInfo.InvariantCulture,
            $"{infinite:N0} of {gradient.Value.Shape.Count:N0} entries are infinite or not a number."));
        TryAll(KnownMistakes.Single(wrong, variable, deadline));
        if (found.Count == 0 && gradient.Value.Shape.Count <= Tolerances.PairwiseEntries
            && wrong.Pass is not NumericPass)
            TryAll(KnownMistakes.Double(wrong, variable, deadline));
        var diagnosis = Judged();
        return deadline.IsOver ? diagnosis.CutShort() : diagnosis;
    }

    private void TryAll(IEnumerable<Hypothesis> hypotheses)
    {
        foreach (var hypothesis in hypotheses.TakeWhile(_ => !deadline.IsOver))
            try
            {
                Try(hypothesis);
            }
            catch (Exception e) when (e is CheckedCodeException || CheckedCode.IsToBlame(e))
            {
                // It would have had the code work on what it cannot.
            }
    }

    private Diagnosis Judged()
    {
        if (found.Count == 0 || next < Tolerances.ExplanationMargin * wrong.Tolerance)
            return new(gradient.Name, [], Location.Of(gradient, wrong.Tolerance));
        var lightest = found.Min(f => f.Weight);
        return new Diagnosis(
            gradient.Name, [.. found.Where(f => f.Weight == lightest)
                .Select(f => f.Explanation).DistinctBy(e => e.Equation)], Evidence());
    }

    private void Try(Hypothesis hypothesis)
    {
        var (prediction, data) = (
            hypothesis.Predict(), hypothesis.Role is Role.Added ? gradient.Error : gradient.Given);
        var (c, informative) = hypothesis.Role is Role.Exactly ? (1, prediction.Shape.Count) : Fit(data, prediction);
        if (!double.IsFinite(c)) return;
        var miss = Miss(data, prediction, c);
        if (miss > wrong.Tolerance)
        {
            next = Math.Min(next, miss);
            return;
        }
        var (words, isKnown) = constant.Describe(c);
        if (hypothesis is { Role: Role.Multiple, Words: "correct" } && words.Length == 0) return;    // it is right
        if (!isKnown && informative < FewestEntries) return;
        var weight = hypothesis.Weight + (words.Length == 0 ? 0 : isKnown ? 1 : 2);
        var right = hypothesis.Role is Role.Added
            ? $"correct {(c < 0 ? "−" : "+")} {Constant.Number(Math.Abs(c))} × {hypothesis.Words}"
            : hypothesis.Words + words;
        found.Add((new Explanation($"d{gradient.Name} = {right}", hypothesis.Look), weight));
    }

    /// <summary>The factor of least squares, and how many entries tell something of it.</summary>
    private static (double C, int Informative) Fit(Tensor<double> data, Tensor<double> prediction)
    {
        var (product, squares, informative) = (0.0, 0.0, 0);
        for (var i = 0; i < data.Shape.Count; i++)
        {
            product += data[i] * prediction[i];
            squares += prediction[i] * prediction[i];
            if (prediction[i] != 0) informative++;
        }
        return (squares == 0 ? 1 : product / squares, informative);
    }

    /// <summary>
    /// The largest entry that is left over, as a share of the size of the given or the right gradient.
    /// </summary>
    private double Miss(Tensor<double> data, Tensor<double> prediction, double c)
    {
        var largest = 0.0;
        for (var i = 0; i < data.Shape.Count; i++) largest = Math.Max(largest, Math.Abs(data[i] - c * prediction[i]));
        var size = RootMeanSquare.Of(gradient.Given.Values);
        return largest == 0 ? 0 : largest / (size > 0 ? size : RootMeanSquare.Of(gradient.Right.Values));
    }

    private string Evidence()
    {
        var entries = gradient.Value.Shape.Count == 1 ? "in its one entry"
            : string.Create(CultureInfo.InvariantCulture, $"in all {gradient.Value.Shape.Count:N0} entries");
        var percent = (100 * next).ToString(next < 0.1 ? "G2" : "F0", CultureInfo.InvariantCulture);
        return double.IsInfinity(next) ? entries : $"{entries}; the next explanation misses by {percent} %";
    }
}
