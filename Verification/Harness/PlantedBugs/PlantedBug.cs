using CnnVerified.Layers;

namespace CnnVerified.Verification;

/// <summary>
/// A mistake that people make in hand-written backward passes. Planted into a right layer or loss it leaves the forward pass
/// alone, so that only a check of the gradient can find it.
/// </summary>
/// <param name="name">A name to type, such as <c>conv-kernel-not-rotated</c>.</param>
/// <param name="mistake">What went wrong, in one sentence.</param>
/// <param name="lesson">Why it is wrong, in mathematics.</param>
public abstract class PlantedBug(string name, string mistake, string lesson)
{
    /// <summary>A name to type, such as <c>conv-kernel-not-rotated</c>.</summary>
    public string Name { get; } = name;

    /// <summary>What went wrong, in one sentence.</summary>
    public string Mistake { get; } = mistake;

    /// <summary>Why it is wrong, in mathematics.</summary>
    public string Lesson { get; } = lesson;

    /// <summary>Turns a right backward pass into the wrong one.</summary>
    internal abstract void Spoil(BackwardPass pass);

    /// <summary>The layer with this bug in its backward pass.</summary>
    public Layer<double> PlantIn(Layer<double> layer) => new BrokenLayer(layer, this);

    /// <summary>The loss with this bug in its gradient.</summary>
    public Loss<double> PlantIn(Loss<double> loss) => new BrokenLoss(loss, this);

    /// <summary>The name.</summary>
    public override string ToString() => Name;
}
