using System.Globalization;
using System.Text;
using CnnVerified.Layers;

namespace CnnVerified.Verification;

/// <summary>How the steps of an optimiser or of a training loop compare with those that belong.</summary>
/// <param name="Subject">What was checked.</param>
/// <param name="Parameters">What was found, parameter by parameter.</param>
public sealed record StepReport(string Subject, IReadOnlyList<StepsOnParameter> Parameters)
{
    private const int Shown = 5;

    /// <summary>Every parameter took the steps that belong, and moved; without a parameter nothing is proven.</summary>
    public bool Passed => Parameters.Count > 0 && Parameters.All(parameter => parameter.Passed);

    /// <summary>A verdict, a row for each parameter, and where steps are wrong or prove nothing.</summary>
    public override string ToString()
    {
        var text = new StringBuilder(Subject)
            .Append(Passed ? ": every step is right.\n\n"
                : Parameters.Any(p => p.Wrong.Count > 0) ? ": a step is wrong.\n\n" : ": not proven.\n\n")
            .Append(TextTable.Of(
                [["parameter", "shape", "steps", "signal", "wrong"], .. Parameters.Select(Row)], flushLeft: 2));
        foreach (var parameter in Parameters.Where(p => p.Wrong.Count > 0)) Append(text, parameter);
        foreach (var parameter in Parameters.Where(p => p is { Steps: > 0, Signal: 0, Wrong.Count: 0 }))
            text.Append($"\n{parameter.Name}: no entry moved far enough to tell a right step from a wrong one; ")
                .Append(parameter.Exception is { } reason ? $"excepted: {reason}\n" : "choose other values\n");
        return text.ToString();
    }

    private static string[] Row(StepsOnParameter found) =>
    [
        found.Name, $"{found.Shape}", .. new[] { found.Steps, found.Signal, found.Wrong.Count }
            .Select(number => number.ToString(CultureInfo.InvariantCulture)),
    ];

    private static void Append(StringBuilder text, StepsOnParameter found)
    {
        text.Append($"\n{found.Name}: ")
            .Append($"{found.Wrong.Count} of {found.Shape.Count} entries wrong in step {found.Steps}\n");
        foreach (var entry in found.Wrong.OrderByDescending(entry => entry.Error).Take(Shown))
            text.Append($"  {entry}\n");
        if (found.Factor is { } factor)
            text.Append(CultureInfo.InvariantCulture, $"  in all of them the step is {factor:G6} times what belongs\n");
    }
}

/// <summary>What was found of the steps on one parameter, up to the first wrong one.</summary>
/// <param name="Name">The parameter; if several layers use it, all its names.</param>
/// <param name="Shape">Its shape.</param>
public sealed record StepsOnParameter(string Name, Shape Shape)
{
    /// <summary>How many steps were compared.</summary>
    public int Steps { get; init; }

    /// <summary>Entries, summed over the steps, that moved so far that a gross mistake would show.</summary>
    public int Signal { get; init; }

    /// <summary>The entries that are wrong after the last step.</summary>
    public IReadOnlyList<WrongEntry> Wrong { get; init; } = [];

    /// <summary>Why it may pass without having moved; null if it may not.</summary>
    public string? Exception { get; init; }

    /// <summary>No step is wrong, and some entry moved.</summary>
    public bool Passed => Wrong.Count == 0 && (Signal > 0 || Exception is not null);

    /// <summary>What all wrong steps are if divided by those that belong; null if they differ in that.</summary>
    public double? Factor
    {
        get
        {
            double[] factors = [.. Wrong.Select(entry => entry.Factor)];
            return factors.Length > 1 && factors.Max() - factors.Min() <= Tolerances.Resolution * Math.Abs(factors[0])
                ? factors[0] : null;
        }
    }
}

/// <summary>An entry of a parameter after a wrong step.</summary>
/// <param name="Step">The number of the step on the parameter: 1 at the first.</param>
/// <param name="Index">The entry, outermost axis first.</param>
/// <param name="Before">θ before the step.</param>
/// <param name="Found">θ after it.</param>
/// <param name="Belongs">What θ must be after it.</param>
public sealed record WrongEntry(int Step, IReadOnlyList<int> Index, double Before, double Found, double Belongs)
{
    /// <summary>|found − belongs|; infinite if one of them is not a number.</summary>
    public double Error => double.IsNaN(Found - Belongs) ? double.PositiveInfinity : Math.Abs(Found - Belongs);

    /// <summary>The step that was found divided by the one that belongs.</summary>
    public double Factor => (Found - Before) / (Belongs - Before) + 0.0;

    /// <summary>The numbers on one line.</summary>
    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture,
        $"[{string.Join(", ", Index)}] from {Before:G10} to {Found:G10} where {Belongs:G10} belongs: ")
        + (double.IsFinite(Belongs)
            ? string.Create(
                CultureInfo.InvariantCulture, $"a step of {Found - Before:G10} instead of {Belongs - Before:G10}")
            : "the formula has no finite value here, with which a step could be compared");
}

/// <summary>A step is wrong, or nothing moved that could prove it.</summary>
/// <param name="report">What was found; its text is the message.</param>
public sealed class WrongStepException(StepReport report) : Exception(report.ToString())
{
    /// <summary>What was found.</summary>
    public StepReport Report { get; } = report;
}
