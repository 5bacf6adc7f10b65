using System.Reflection;

namespace CnnVerified.Verification.Hypotheses;

/// <summary>Everything known about one wrong backward pass.</summary>
/// <param name="Name">Of the layer, loss or function.</param>
/// <param name="Gradients">Its parameters in order and its input, each with its given and its right gradient.</param>
/// <param name="Pass">A right backward pass; null for a plain function.</param>
/// <param name="Arguments">What the backward pass was given; null for a plain function.</param>
/// <param name="IsLoss">Whether X is a prediction, and Y its target.</param>
/// <param name="Tolerance">How closely the right gradients are known, as a share of their size.</param>
internal sealed record WrongPass(
    string Name, IReadOnlyList<TensorGradient> Gradients, IRightPass? Pass, Arguments? Arguments, bool IsLoss,
    double Tolerance)
{
    /// <summary>What formulas call the input: x, or p for a prediction.</summary>
    public string XName => IsLoss ? "p" : IsCode ? Gradients[^1].Name : "x";

    /// <summary>What formulas call the output: y, or t for the target.</summary>
    public string YName => IsLoss ? "t" : "y";

    /// <summary>Whether it is code on arrays, whose axes have no names.</summary>
    public bool IsCode { get; init; }

    /// <summary>Arrays of numbers that code is given and that are no variables.</summary>
    public IReadOnlyList<(string Name, Tensor<double> Value)> Fixed { get; init; } = [];

    /// <summary>All tensors that the forward pass works from.</summary>
    public IEnumerable<(string Name, Tensor<double> Value)> Tensors =>
        Gradients.Select(gradient => (gradient.Name, gradient.Value)).Concat(Fixed);

    /// <summary>
    /// Whether it is at another point, where hypotheses are confirmed: what does not show there may hold.
    /// </summary>
    public bool IsElsewhere { get; init; }

    /// <summary>Whether it is code with several arrays as outputs, along the first axis of y.</summary>
    public bool HasSeveralOutputs { get; init; }

    /// <summary>Whether it is a function of one number, with dy = 1 and no other term of y than that.</summary>
    public bool IsOneNumber => !IsLoss && IsCode && Arguments is { Y.Shape.Count: 1, X.Shape.Count: > 1 };

    /// <summary>What the axes of an input or an output are called.</summary>
    public string[] AxesOf(Shape shape) => HasSeveralOutputs && shape == Arguments?.Y.Shape
        ? ["output", .. Axes.Numbered(shape)[..^1]] : IsCode ? Axes.Numbered(shape) : Axes.OfActivation(shape);

    /// <summary>The same pass at other values of the same sizes; null where it is not known.</summary>
    public Lazy<WrongPass?> OtherValues { get; init; } = new(() => null);

    /// <summary>The same at other sizes, where the code takes any.</summary>
    public Lazy<WrongPass?> OtherSizes { get; init; } = new(() => null);

    /// <summary>The same with another dy, for changes of the code alone; null where that is not known.</summary>
    public Lazy<WrongPass?> OtherUpstream { get; init; } = new(() => null);

    /// <summary>The forward pass, as far as its code can be run once more.</summary>
    public Lazy<Tape?> Forward { get; init; } = new(() => null);

    /// <summary>The methods that the forward pass runs, as far as they are known.</summary>
    public Func<IReadOnlySet<MethodBase>>? ForwardMethods { get; init; }

    /// <summary>Every operation of the forward pass; null where the code does not show them.</summary>
    public Tape? Tape => Forward.Value is { IsTraced: true } tape ? tape : null;

    /// <summary>Every operation of the backward pass; null where the code does not show them.</summary>
    public Lazy<Tape?> Back { get; init; } = new(() => null);

    /// <summary>What the pass does with any dy; null where there is none, as for a loss.</summary>
    public Upstreams? Upstreams { get; init; }

    /// <summary>The paths, where they are known without asking the pass.</summary>
    public IReadOnlyList<Paths>? KnownPaths { get; init; }

    private List<(string, string, Func<Tensor<double>[]>)>? numeric;
    private Lazy<WrongSteps?>? steps;
    private Lazy<BackwardTape?>? backward;
    private Lazy<Repairs?>? repairs;
    private Lazy<IReadOnlyList<Paths>?>? paths;
    private IReadOnlyList<Term>? terms;

    /// <summary>What slips in single operations would give; null where these are not known.</summary>
    public WrongSteps? Steps => (steps ??= new(() => Tape is { } tape && Arguments is { } a
        ? new(tape, IsLoss ? [1] : a.Dy.Values.ToArray(), [.. Gradients.Select(one => one.Value.Shape)]) : null)).Value;

    /// <summary>The repairs that are of interest, as found elsewhere; null for all.</summary>
    public IReadOnlyList<Repair>? Sought
    {
        get;
        set => (field, repairs) = (value, null);
    }

    /// <summary>Whether repairs were looked for.</summary>
    public bool AreRepairsKnown => repairs is not null;

    /// <summary>Every operation of the backward pass with what is wrong; null where they are unknown.</summary>
    private BackwardTape? Backward => (backward ??= new(() => BackwardTape.Of(
        Back.Value, [.. Gradients.Select(one => (one.Given, one.Right))], Tolerance))).Value;

    /// <summary>
    /// Changes of the backward pass that would make it right, found once; null where its operations are unknown.
    /// </summary>
    public Repairs? Repairs(Deadline deadline) => (repairs ??= new(() => RepairsOf(Sought, deadline))).Value;

    private Repairs? RepairsOf(IReadOnlyList<Repair>? sought, Deadline deadline) => Backward is { } pass
        ? new(pass, Forward.Value, sought is null ? FirstWrong(pass) : null,
            ForwardMethods?.Invoke() ?? Forward.Value?.Methods ?? new HashSet<MethodBase>(),
            [.. Tensors.Select(one => one.Name)], sought,
            [.. Elsewhere.Select(at => new Lazy<BackwardTape?>(() => at.Value?.Backward))],
            repair => Elsewhere.All(at => at.Value is not { Backward.IsRight: false } there
                || there.RepairsOf([repair], deadline)!.All.Count > 0),
            deadline) : null;

    private Lazy<WrongPass?>[] Elsewhere => [OtherValues, OtherSizes, OtherUpstream];

    /// <summary>Where the backward pass goes wrong first; null where the forward pass tells nothing of it.</summary>
    private FirstWrong? FirstWrong(BackwardTape pass) => Tape is { } tape && Steps is { } steps
        && steps.Right.Zip(Gradients, (one, other) => Closeness.Of(one, other.Right).Miss)
            .All(miss => miss <= Tolerances.ExplanationMargin * Tolerance)
        ? new(pass, tape, steps.Dy) : null;

    /// <summary>The terms of which slopes may consist.</summary>
    public IReadOnlyList<Term> Terms => terms ??= Hypotheses.Terms.Of(this);

    /// <summary>
    /// The paths from each tensor to the outputs, found once for all tensors; null where they are unknown.
    /// </summary>
    public IReadOnlyList<Paths>? Paths(Deadline deadline) =>
        KnownPaths ?? (paths ??= new(() =>
            Upstreams is { } upstreams ? Hypotheses.Paths.Of(this, upstreams, deadline) : null)).Value;

    /// <summary>Right backward passes on something wrong. Numeric ones run once for all tensors.</summary>
    public IEnumerable<(string Words, string Look, Func<Tensor<double>[]> Gradients)> Substitutions(
        Deadline deadline) =>
        Pass is not NumericPass pass ? Hypotheses.Substitutions.Of(this)
        : numeric ??= [.. Hypotheses.Substitutions.Of(this).Select(one =>
        {
            var gradients = new Lazy<Tensor<double>[]>(() => deadline.Run(pass.Cost, one.Gradients, Unknown()));
            return (one.Words, one.Look, new Func<Tensor<double>[]>(() => gradients.Value));
        })];

    private Tensor<double>[] Unknown() => [.. Gradients.Select(gradient =>
    {
        var unknown = gradient.Value.Clone();
        unknown.Values.Fill(double.NaN);
        return unknown;
    })];

    /// <summary>The tensors that a formula may confuse with each other.</summary>
    public IEnumerable<(string Name, Tensor<double> Value)> Activations =>
        Arguments is not { } a ? []
        : IsLoss ? [(XName, a.X), (YName, a.Y), .. a.X.Shape.Rank == 2
            ? [("softmax(p)", new Softmax<double>().Forward(a.X))] : Array.Empty<(string, Tensor<double>)>()]
        : [("dy", a.Dy), (YName, a.Y), (XName, a.X)];
}

/// <summary>One tensor with two gradients.</summary>
/// <param name="Name">The tensor's name.</param>
/// <param name="Axes">What its axes are called.</param>
/// <param name="Value">The tensor.</param>
/// <param name="Given">What the backward pass says.</param>
/// <param name="Right">What is right.</param>
internal sealed record TensorGradient(
    string Name, string[] Axes, Tensor<double> Value, Tensor<double> Given, Tensor<double> Right)
{
    /// <summary>Which entries the check calls wrong; null where it judged a whole network.</summary>
    public bool[]? IsWrong { get; init; }

    /// <summary>Which entries differ by more than a share of the larger gradient's size.</summary>
    public bool[] Differing(double tolerance)
    {
        var allowed = tolerance * Math.Max(RootMeanSquare.Of(Given.Values), RootMeanSquare.Of(Right.Values));
        return [.. Error.Values.ToArray().Select(error => Math.Abs(error) > allowed)];
    }

    /// <summary>Given − right.</summary>
    public Tensor<double> Error
    {
        get
        {
            var error = Given.Clone();
            for (var i = 0; i < error.Shape.Count; i++) error[i] -= Right[i];
            return error;
        }
    }
}
