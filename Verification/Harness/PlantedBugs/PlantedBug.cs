namespace CnnVerified.Verification;

/// <summary>
/// A mistake that people make in hand-written layers. Planted into a right layer or loss it shows whether a checker can
/// find it: most bugs spoil the backward pass alone; some do harm only at a second call, and some make forward and
/// backward consistently wrong, which no gradient check can see.
/// </summary>
/// <param name="breaks">The layer or loss that it is planted in, such as <c>Convolution</c>.</param>
/// <param name="name">A name to type, such as <c>conv-kernel-not-rotated</c>.</param>
/// <param name="mistake">What went wrong, in one sentence.</param>
/// <param name="lesson">Why it is wrong, in mathematics.</param>
/// <param name="named">Words that a right diagnosis holds; null if there is no wrong gradient to diagnose.</param>
/// <param name="seen">Where it was seen in real code; null if not known.</param>
public abstract class PlantedBug(
    string breaks, string name, string mistake, string lesson, string? named, string? seen = null)
{
    /// <summary>The layer or loss that it is planted in, such as <c>Convolution</c>.</summary>
    public string Breaks { get; } = breaks;

    /// <summary>A name to type, such as <c>conv-kernel-not-rotated</c>.</summary>
    public string Name { get; } = name;

    /// <summary>What went wrong, in one sentence.</summary>
    public string Mistake { get; } = mistake;

    /// <summary>Why it is wrong, in mathematics.</summary>
    public string Lesson { get; } = lesson;

    /// <summary>
    /// Words that a diagnosis must hold to have named the mistake; null where one call of the backward pass is right,
    /// so that there is no wrong gradient to diagnose.
    /// </summary>
    public string? Named { get; } = named;

    /// <summary>Where it was seen in real code; null if not known.</summary>
    public string? Seen { get; } = seen;

    /// <summary>Turns a right backward pass into the wrong one.</summary>
    internal Action<BackwardPass> Spoil { get; init; } = _ => { };

    /// <summary>The forward pass of a right layer from x into y; null where it is the layer's own.</summary>
    internal Action<Layer<double>, Tensor<double>, Tensor<double>>? Forward { get; init; }

    /// <summary>The value of a right loss for a prediction and a target; null where it is the loss's own.</summary>
    internal Func<Loss<double>, Tensor<double>, Tensor<double>, double>? Value { get; init; }

    /// <summary>
    /// Whether the planted forward pass is the right one, so that it may run over other scalars as well.
    /// </summary>
    internal bool IsForwardRight => Forward is null && Value is null;

    /// <summary>
    /// Whether it can be planted in this very layer or loss, rather than in one that behaves or is called like it.
    /// </summary>
    internal bool Fits(object layerOrLoss) => layerOrLoss.GetType().Name.Split('`')[0] == Breaks;

    /// <summary>The layer with this bug.</summary>
    public Layer<double> PlantIn(Layer<double> layer) => new BrokenLayer(layer, this);

    /// <summary>The loss with this bug.</summary>
    public Loss<double> PlantIn(Loss<double> loss) => new BrokenLoss(loss, this);

    /// <summary>The name.</summary>
    public override string ToString() => Name;
}
