using System.Globalization;
using CnnVerified.Layers;

namespace CnnVerified.Verification;

/// <summary>Tries every suspect on one wrong gradient and keeps those that explain all its numbers.</summary>
internal sealed class Investigation(Scene scene, int variable, Deadline deadline)
{
    private const int FewestEntries = 3;
    private readonly Clue clue = scene.Clues[variable];
    private readonly Constant constant = new(scene);
    private readonly List<(Explanation Explanation, int Weight)> found = [];
    private double next = double.PositiveInfinity;

    /// <summary>The diagnosis of one tensor's gradient.</summary>
    public Diagnosis Run()
    {
        var infinite = clue.Given.Values.ToArray().Count(value => !double.IsFinite(value));
        if (infinite > 0) return Diagnosis.NotFinite(clue, infinite);
        TryAll(Suspects.Single(scene, variable, deadline));
        if (found.Count == 0 && clue.Value.Shape.Count <= Tolerances.PairwiseEntries && scene.Pass is not NumericPass)
            TryAll(Suspects.Double(scene, variable, deadline));
        var diagnosis = Judged();
        return deadline.IsOver ? diagnosis.CutShort() : diagnosis;
    }

    private void TryAll(IEnumerable<Suspect> suspects)
    {
        foreach (var suspect in suspects.TakeWhile(_ => !deadline.IsOver))
            try
            {
                Try(suspect);
            }
            catch (Exception e) when (e is CheckedCodeException || CheckedCode.IsToBlame(e))
            {
                // It would have had the code work on what it cannot.
            }
    }

    private Diagnosis Judged()
    {
        if (found.Count == 0 || next < Tolerances.ExplanationMargin * scene.Tolerance)
            return Diagnosis.Unknown(clue, scene.Tolerance);
        var lightest = found.Min(f => f.Weight);
        return new Diagnosis(
            clue.Name, [.. found.Where(f => f.Weight == lightest)
                .Select(f => f.Explanation).DistinctBy(e => e.Equation)], Evidence());
    }

    private void Try(Suspect suspect)
    {
        var (prediction, data) = (suspect.Predict(), suspect.Role is Role.Added ? clue.Error : clue.Given);
        var (c, informative) = suspect.Role is Role.Exactly ? (1, prediction.Shape.Count) : Fit(data, prediction);
        if (!double.IsFinite(c)) return;
        var miss = Miss(data, prediction, c);
        if (miss > scene.Tolerance)
        {
            next = Math.Min(next, miss);
            return;
        }
        var (words, isKnown) = constant.Describe(c);
        if (suspect.Role is Role.Multiple && suspect.Words == "correct" && words.Length == 0) return;   // it is right
        if (!isKnown && informative < FewestEntries) return;
        var weight = suspect.Weight + (words.Length == 0 ? 0 : isKnown ? 1 : 2);
        var right = suspect.Role is Role.Added
            ? $"correct {(c < 0 ? "−" : "+")} {Constant.Number(Math.Abs(c))} × {suspect.Words}" : suspect.Words + words;
        found.Add((new Explanation($"d{clue.Name} = {right}", suspect.Look), weight));
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
        var size = Closeness.RootMeanSquare(clue.Given);
        return largest == 0 ? 0 : largest / (size > 0 ? size : Closeness.RootMeanSquare(clue.Right));
    }

    private string Evidence()
    {
        var entries = clue.Value.Shape.Count == 1 ? "in its one entry"
            : string.Create(CultureInfo.InvariantCulture, $"in all {clue.Value.Shape.Count:N0} entries");
        var percent = (100 * next).ToString(next < 0.1 ? "G2" : "F0", CultureInfo.InvariantCulture);
        return double.IsInfinity(next) ? entries : $"{entries}; the next explanation misses by {percent} %";
    }
}
