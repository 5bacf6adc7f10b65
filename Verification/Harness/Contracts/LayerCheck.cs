namespace CnnVerified.Verification;

/// <summary>How a check of a layer came out.</summary>
public enum CheckStatus
{
    /// <summary>The layer has the property.</summary>
    Passed,

    /// <summary>It has not.</summary>
    Failed,

    /// <summary>The property does not concern this layer, or cannot be seen at this point.</summary>
    NotApplicable,

    /// <summary>It could not be told; the reason says why.</summary>
    Undecided,

    /// <summary>Nobody asked: the caller excepted the check, for the reason given.</summary>
    Excepted,
}

/// <summary>The outcome of a check, and why.</summary>
/// <param name="Status">How it came out.</param>
/// <param name="Reason">What failed and where, or why nothing can be said; empty if it passed.</param>
public sealed record CheckOutcome(CheckStatus Status, string Reason)
{
    /// <summary>The layer has the property.</summary>
    public static CheckOutcome Passed { get; } = new(CheckStatus.Passed, "");

    /// <summary>The layer has not.</summary>
    public static CheckOutcome Failed(string reason) => new(CheckStatus.Failed, reason);

    /// <summary>The property does not concern this layer.</summary>
    public static CheckOutcome NotApplicable(string reason) => new(CheckStatus.NotApplicable, reason);

    /// <summary>It could not be told.</summary>
    public static CheckOutcome Undecided(string reason) => new(CheckStatus.Undecided, reason);

    /// <summary>The caller excepted the check.</summary>
    public static CheckOutcome Excepted(string reason) => new(CheckStatus.Excepted, reason);

    /// <summary>Passed unless there is a complaint.</summary>
    internal static CheckOutcome Of(string? complaint) => complaint is null ? Passed : Failed(complaint);
}

/// <summary>A property that every right layer has.</summary>
/// <param name="name">A few words that name the property.</param>
public abstract class LayerCheck(string name)
{
    /// <summary>A few words that name the property.</summary>
    public string Name { get; } = name;

    /// <summary>
    /// Checks a layer at an input and an upstream gradient, and leaves all three as they were, whatever the layer does.
    /// </summary>
    public CheckOutcome Run(Layer<double> layer, Tensor<double> x, Tensor<double> dy) =>
        Restored.After([.. layer.Parameters.Select(p => p.Value)], () => Judge(layer, x.Clone(), dy.Clone()));

    /// <summary>Checks a layer on tensors that are the check's own; parameters are put back afterwards.</summary>
    protected abstract CheckOutcome Judge(Layer<double> layer, Tensor<double> x, Tensor<double> dy);

    /// <summary>The name.</summary>
    public override string ToString() => Name;
}
