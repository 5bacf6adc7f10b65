namespace CnnVerified.Verification;

/// <summary>
/// Everything that can be checked about a layer, by one call: gradients by two oracles, adjoint, Hessian, contracts.
/// </summary>
/// <example><code>LayerProof.Of(layer).At(2, 3, 7, 6).Verify();</code></example>
public sealed class LayerProof
{
    private readonly Layer<double> layer;
    private readonly Func<Tensor<double>, string?> differenceToOriginal;
    private readonly Dictionary<string, string> exceptions = [];
    private Point point = Point.Default;
    private string? waiver;

    private LayerProof(Layer<double> layer, Func<Tensor<double>, string?> differenceToOriginal) =>
        (this.layer, this.differenceToOriginal) = (layer, differenceToOriginal);

    /// <summary>Every check, the causes before what follows from them.</summary>
    public static IReadOnlyList<LayerCheck> Checks => EveryCheck.All;

    /// <summary>Prepares the proof of a layer.</summary>
    /// <exception cref="ArgumentException">
    /// The layer is over another scalar than double and cannot be taken over double.
    /// </exception>
    public static LayerProof Of<T>(Layer<T> layer) where T : IFloatingPointIeee754<T>
    {
        var inDouble = GradientCheck.InDouble(GradientCheck.Given(layer));
        return new(inDouble, x => ReferenceEquals(layer, inDouble)
            ? null : OverAnotherScalar.Complaint(inDouble, layer, x));
    }

    /// <summary>Prepares the proof of a loss, with one-hot targets.</summary>
    /// <exception cref="ArgumentException">
    /// The loss is over another scalar than double and cannot be taken over double.
    /// </exception>
    public static LayerProof Of<T>(Loss<T> loss) where T : IFloatingPointIeee754<T> =>
        Of(new LossLayer<T>(GradientCheck.Given(loss)));

    /// <summary>Draws an input of this shape, batch axis first: probabilities for a loss.</summary>
    public LayerProof At(params ReadOnlySpan<int> shape) => With(point with { DrawnShape = new Shape(shape) });

    /// <summary>The input to check at.</summary>
    public LayerProof At(Tensor<double> x) => With(point with { X = x });

    /// <summary>Draws other values: they depend on the seed alone.</summary>
    public LayerProof Seed(int seed) => With(point with { DrawSeed = seed });

    /// <summary>Leaves one check out, for a reason that the report shows.</summary>
    /// <param name="check">The check's name, such as <c>batch = Σ samples</c>.</param>
    /// <param name="reason">Why a right layer need not pass it.</param>
    /// <exception cref="ArgumentException">There is no such check, or no reason.</exception>
    public LayerProof Except(string check, string reason)
    {
        if (EveryCheck.All.All(known => known.Name != check))
            throw new ArgumentException(
                $"There is no check '{check}'; there are: {string.Join(", ", EveryCheck.All)}.", nameof(check));
        if (string.IsNullOrWhiteSpace(reason))
            throw new ArgumentException($"reason is empty, but must say why '{check}' is left out.", nameof(reason));
        exceptions[check] = reason;
        return this;
    }

    /// <summary>Lets checks pass that could not be decided; the report shows them and the reason.</summary>
    /// <exception cref="ArgumentException">There is no reason.</exception>
    public LayerProof WaiveInconclusive(string reason)
    {
        waiver = GradientCheck.Reason(reason);
        return this;
    }

    /// <summary>
    /// Runs every check. The layer's parameters and the input are left exactly as they were. Checks of one layer on
    /// several threads run one after the other.
    /// </summary>
    /// <exception cref="CheckedCodeException">The layer throws at the point itself.</exception>
    public ProofReport Run() => Possession.Of(new(layer), null, RunAlone);

    /// <summary>Runs every check and throws unless all pass.</summary>
    /// <exception cref="UnprovenLayerException">
    /// A check failed, or could not be decided and was not waived; the message is the report.
    /// </exception>
    public void Verify()
    {
        var report = Run();
        if (!report.Passed) throw new UnprovenLayerException(report);
    }

    private ProofReport RunAlone()
    {
        var x = layer is LossLayer<double> ? point.Probabilities() : point.Input();
        var dy = point.UpstreamFor(layer.OutputShape(x.Shape));
        return new ProofReport(
            $"{layer.Name} at {x.Shape}", [.. EveryCheck.All.Select(check => (check.Name, Outcome(check, x, dy)))],
            waiver)
        {
            Confess = () => Possession.Of(new(layer), null, () => Unless(() => Blind(x, dy))),
            Draw = () => Possession.Of(new(layer), null, () => Unless(
                () => GradientCheck.Of(layer).At(x.Clone(), upstream: dy.Clone()).Run().Figures)),
        };
    }

    private IReadOnlyList<string> Blind(Tensor<double> x, Tensor<double> dy)
    {
        var gradients = LayerRun.Of(layer, x, dy).Backwards(layer);
        var isZero = gradients.All(gradient => !gradient.Value.Values.ContainsAnyExcept(0.0, -0.0));
        return [.. isZero ? [ProbeAdequacy.OnlyZeros] : Array.Empty<string>(),
            .. ProbeAdequacy.Blind(new Origin(new Network<double>(layer), null, x.Clone(), dy.Clone()))];
    }

    /// <summary>What is found, unless the layer throws: the checks have said what.</summary>
    private static IReadOnlyList<TFound> Unless<TFound>(Func<IReadOnlyList<TFound>> find)
    {
        try
        {
            return find();
        }
        catch (Exception e) when (e is CheckedCodeException || CheckedCode.IsToBlame(e))
        {
            return [];
        }
    }

    /// <summary>What is not finite where the layer runs as training runs it; null if nothing is.</summary>
    private string? NotFinite(Tensor<double> x, Tensor<double> dy) => Restored.After(
        [.. layer.Parameters.Select(p => p.Value)], () =>
        {
            var (y, dx, gradients) = (layer.Forward(x.Clone()), new Tensor<double>(x.Shape), layer.NewGradients());
            layer.Backward(x.Clone(), y, dy.Clone(), dx, gradients);
            return new LayerRun(y, dx, gradients).Everything(layer)
                .Select(result => Subject.NotFinite(result.Name, result.Value))
                .FirstOrDefault(complaint => complaint is not null);
        });

    private CheckOutcome Outcome(LayerCheck check, Tensor<double> x, Tensor<double> dy)
    {
        if (exceptions.TryGetValue(check.Name, out var reason)) return CheckOutcome.Excepted(reason);
        try
        {
            if (check is SameOverAnotherScalar && differenceToOriginal(x) is { } difference)
                return CheckOutcome.Failed(difference);
            var outcome = check.Run(layer, x, dy);
            return outcome.Status == CheckStatus.Failed && EveryCheck.NeedsFiniteNumbers(check)
                && NotFinite(x, dy) is { } complaint
                ? CheckOutcome.Undecided(complaint) : outcome;
        }
        catch (Exception e) when (e is not CheckedCodeException && CheckedCode.IsToBlame(e))
        {
            return CheckOutcome.Failed($"the layer threw {e.GetType().Name}: {e.Message}");
        }
    }

    private LayerProof With(Point other)
    {
        point = other;
        return this;
    }
}

/// <summary>A layer did not pass every check.</summary>
/// <param name="report">What was found; its text is the message.</param>
public sealed class UnprovenLayerException(ProofReport report) : FailedCheckException<ProofReport>(report);
