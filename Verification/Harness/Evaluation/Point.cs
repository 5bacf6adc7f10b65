namespace CnnVerified.Verification.Evaluation;

/// <summary>Where something is checked: at given tensors, or at tensors drawn from a shape and a seed.</summary>
internal sealed record Point
{
    /// <summary>Nothing given yet.</summary>
    public static Point Default { get; } = new();

    /// <summary>The input, if given.</summary>
    public Tensor<double>? X { get; init; }

    /// <summary>The target of a loss, if given.</summary>
    public Tensor<double>? Target { get; init; }

    /// <summary>The upstream gradient, if given.</summary>
    public Tensor<double>? Upstream { get; init; }

    /// <summary>The shape of an input to draw.</summary>
    public Shape? DrawnShape { get; init; }

    /// <summary>What draws depend on.</summary>
    public int DrawSeed { get; init; } = 20_240_607;

    /// <summary>Arrays that plain code takes, if given; those without a name go by their place.</summary>
    public IReadOnlyList<(string? Name, Array Value)> Arrays { get; init; } = [];

    /// <summary>Inputs that are no variables, by name.</summary>
    public IReadOnlySet<string> Fixed { get; init; } = new HashSet<string>();

    /// <summary>Between which values inputs of plain code make sense, by name.</summary>
    public IReadOnlyDictionary<string, (PerEntry Low, PerEntry High)> Bounds { get; init; } =
        new Dictionary<string, (PerEntry, PerEntry)>();

    /// <summary>What size entries have where they matter, by name.</summary>
    public IReadOnlyDictionary<string, PerEntry> Typical { get; init; } = new Dictionary<string, PerEntry>();

    /// <summary>What is called before every pass of plain code; null if nothing is.</summary>
    public Action? Reseed { get; init; }

    /// <summary>Other numbers for all variables of plain code; null at the point itself.</summary>
    public IReadOnlyList<Tensor<double>>? Moved { get; init; }

    /// <summary>Refuses what only code on arrays can be told.</summary>
    /// <exception cref="InvalidOperationException">There is such a thing.</exception>
    public void RequireTensors()
    {
        if (Arrays.Count > 0)
            throw new InvalidOperationException(
                "a layer, a loss or a network takes tensors: give At a shape or a tensor.");
        if (Fixed.Count + Bounds.Count + Typical.Count > 0 || Reseed is not null)
            throw new InvalidOperationException("Fixed, Within, Typically and Reseed are for code on arrays.");
    }

    /// <summary>Refuses an upstream gradient for code that takes none.</summary>
    /// <exception cref="InvalidOperationException">There is one.</exception>
    public void RequireNoUpstream()
    {
        if (Upstream is not null) throw new InvalidOperationException(
            "this code takes no upstream gradient: leave it out, or give both passes to OfBackward.");
    }

    /// <summary>What plain code is given, where arrays without a name get these in order.</summary>
    /// <exception cref="InvalidOperationException">There are more or fewer arrays than it takes.</exception>
    public IReadOnlyList<ArrayInput> InputsOf(IReadOnlyList<string> names)
    {
        if (Arrays.Count > 0 && Arrays.All(array => array.Name is not null))
            return [.. Arrays.Select(array => new ArrayInput(array.Name!, array.Value))];
        if (Arrays.Count == 0 && DrawnShape is { Rank: > 1 } shape)
            throw new InvalidOperationException(
                $"At was given a shape, {shape}, but this code takes arrays: give one, such as new[] {{ 1.0, 2.0 }}.");
        ArrayInput[] inputs = Arrays.Count > 0
            ? [.. Arrays.Zip(names, (array, name) => new ArrayInput(name, array.Value))]
            : [.. new[] { Input(), Target }.OfType<Tensor<double>>().Zip(names,
                (tensor, name) => new ArrayInput(name, tensor.Values.ToArray()) { Shape = tensor.Shape })];
        return inputs.Length == names.Count ? inputs : throw new InvalidOperationException(
            $"the check needs {string.Join(" and ", names)}: give At an array for each.");
    }

    /// <summary>The input: given, or standard normal.</summary>
    public Tensor<double> Input() => X ?? Draw.Normal(Shape, DrawSeed);

    /// <summary>An input that a loss can take, whether it expects probabilities or logits.</summary>
    public Tensor<double> Probabilities() => X ?? Draw.Uniform(Shape, 0.05, 0.95, DrawSeed);

    /// <summary>The upstream gradient: given, or standard normal and so of either sign.</summary>
    /// <exception cref="ArgumentException">What is given is not of the output's shape.</exception>
    public Tensor<double> UpstreamFor(Shape output)
    {
        if (Upstream is null) return Draw.Normal(output, DrawSeed + 1);
        CnnVerified.Layers.Shape.Require(Upstream.Shape, output, "upstream");
        return Upstream;
    }

    /// <summary>The target: given, or one-hot in each sample.</summary>
    public Tensor<double> TargetFor(Shape output)
    {
        if (Target is not null) return Target;
        var target = new Tensor<double>(output);
        var classes = output.Count / output[0];
        for (var n = 0; n < output[0]; n++) target[n * classes + (n + DrawSeed) % classes] = 1;
        return target;
    }

    private Shape Shape => DrawnShape
        ?? throw new InvalidOperationException(
            "the check has no point: call At with an input's shape or with an input.");
}
