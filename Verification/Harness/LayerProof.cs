using System.Numerics;
using System.Text;
using CnnVerified.Layers;

namespace CnnVerified.Verification;

/// <summary>
/// Everything that can be checked about a layer, by one call: gradients by two oracles, adjoint, Hessian, contracts.
/// </summary>
/// <example><code>LayerProof.Of(layer).At(2, 3, 7, 6).Verify();</code></example>
public sealed class LayerProof
{
    private readonly Layer<double> layer;
    private Point point = Point.Default;

    private LayerProof(Layer<double> layer) => this.layer = layer;

    /// <summary>Prepares the proof of a layer.</summary>
    /// <exception cref="ArgumentException">
    /// The layer is over another scalar than double and cannot be taken over double.
    /// </exception>
    public static LayerProof Of<T>(Layer<T> layer) where T : IFloatingPointIeee754<T> =>
        new(GradientCheck.InDouble(layer));

    /// <summary>Prepares the proof of a loss, with one-hot targets.</summary>
    /// <exception cref="ArgumentException">
    /// The loss is over another scalar than double and cannot be taken over double.
    /// </exception>
    public static LayerProof Of<T>(Loss<T> loss) where T : IFloatingPointIeee754<T> => Of(new LossLayer<T>(loss));

    /// <summary>Draws an input of this shape, batch axis first.</summary>
    public LayerProof At(params ReadOnlySpan<int> shape) => With(point with { DrawnShape = new Shape(shape) });

    /// <summary>The input to check at.</summary>
    public LayerProof At(Tensor<double> x) => With(point with { X = x });

    /// <summary>Draws other values: they depend on the seed alone.</summary>
    public LayerProof Seed(int seed) => With(point with { DrawSeed = seed });

    /// <summary>
    /// Runs every check. The layer's parameters are left exactly as they were. Checks of one layer on several threads
    /// run one after the other.
    /// </summary>
    /// <exception cref="CheckedCodeException">The layer throws at the point itself.</exception>
    public ProofReport Run() => Possession.Of(new(layer), null, RunAlone);

    private ProofReport RunAlone()
    {
        var x = point.Input();
        var dy = point.UpstreamFor(layer.OutputShape(x.Shape));
        return new ProofReport(
            $"{layer.Name} at {x.Shape}", [.. LayerCheck.All.Select(check => (check.Name, Outcome(check, x, dy)))]);
    }

    private CheckOutcome Outcome(LayerCheck check, Tensor<double> x, Tensor<double> dy)
    {
        try
        {
            return check.Run(layer, x, dy);
        }
        catch (Exception e) when (e is not CheckedCodeException && CheckedCode.IsToBlame(e))
        {
            return CheckOutcome.Failed($"the layer threw {e.GetType().Name}: {e.Message}");
        }
    }

    /// <summary>Runs every check and throws if one fails.</summary>
    /// <exception cref="UnprovenLayerException">A check failed; the message is the report.</exception>
    public void Verify()
    {
        var report = Run();
        if (!report.Passed) throw new UnprovenLayerException(report);
    }

    private LayerProof With(Point other)
    {
        point = other;
        return this;
    }
}

/// <summary>How every check of a layer came out.</summary>
/// <param name="Subject">What was checked.</param>
/// <param name="Outcomes">The checks by name, in order.</param>
public sealed record ProofReport(string Subject, IReadOnlyList<(string Check, CheckOutcome Outcome)> Outcomes)
{
    /// <summary>No check failed.</summary>
    public bool Passed => Outcomes.All(o => o.Outcome.Status != CheckStatus.Failed);

    /// <summary>A line for each check.</summary>
    public override string ToString()
    {
        var width = Outcomes.Max(o => o.Check.Length);
        var text = new StringBuilder().Append(Subject).Append(Passed ? ": every check passed.\n" : ": not proven.\n");
        foreach (var (check, outcome) in Outcomes)
            text.Append($"  {check.PadRight(width)}  {Word(outcome.Status),-6}  {outcome.Reason}".TrimEnd())
                .Append('\n');
        return text.ToString();
    }

    private static string Word(CheckStatus status) =>
        status switch { CheckStatus.Passed => "passed", CheckStatus.Failed => "FAILED", _ => "waived" };
}

/// <summary>A layer did not pass every check.</summary>
/// <param name="report">What was found; its text is the message.</param>
public sealed class UnprovenLayerException(ProofReport report) : Exception(report.ToString())
{
    /// <summary>What was found.</summary>
    public ProofReport Report { get; } = report;
}
