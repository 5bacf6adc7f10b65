namespace CnnVerified.Verification.Hypotheses;

/// <summary>
/// A wrong derivative of operations of the forward pass, as far as these are known: what the backward pass would give
/// with each slip in them. What a slip does to all tensors is worked out once.
/// </summary>
internal sealed class WrongSteps(Tape tape, double[] dy, IReadOnlyList<Shape> shapes)
{
    /// <summary>How a look at a line of the forward pass begins.</summary>
    public const string Look = "the derivative of this operation of the forward pass";

    private const string NotFurther = "what comes before this operation: its derivative is not passed back";
    private const int Base = 3, MostNamed = 3, FewestTold = 2;

    private readonly List<(Operands Operands, Tensor<double>[] Without, (Slip Slip, Tensor<double>[] Given)[] Slips)>
        known = [];
    private IEnumerator<Operands>? next;

    /// <summary>The gradients of its outputs.</summary>
    public double[] Dy => dy;

    /// <summary>What its operations give.</summary>
    public Tensor<double>[] Right { get; } = tape.Gradients(shapes, dy, tape.Own);

    /// <summary>Those that give one tensor's gradient; at the point of the check only the likeliest.</summary>
    public static IEnumerable<Hypothesis> Of(WrongPass wrong, int variable, Deadline deadline) =>
        wrong.Steps?.Of(wrong.Gradients[variable], variable, wrong.Tolerance, wrong.IsElsewhere, deadline) ?? [];

    private IEnumerable<Hypothesis> Of(
        TensorGradient gradient, int variable, double tolerance, bool isElsewhere, Deadline deadline)
    {
        bool Is(Tensor<double> value) => Closeness.Of(gradient.Given, value).Miss <= tolerance;
        // A tape on which something is missing tells nothing.
        if (!(Closeness.Of(gradient.Right, Right[variable]).Miss <= tolerance)) return [];
        var found = new List<Hypothesis>();
        foreach (var (operands, without, slips) in Slipped().TakeWhile(_ => !deadline.IsOver))
        {
            foreach (var (slip, given) in slips)
                if (Is(given[variable])) Add(slip.Words, slip.Place, slip.Weight, given[variable], "");
            double[] part = Less(Right[variable], without[variable]), rest = Less(gradient.Given, without[variable]);
            if (part.Count(value => value != 0) < FewestTold || LeastSquares.Multiple(
                    rest, part, tolerance * RootMeanSquare.Of(gradient.Given.Values)) is not { Value: not (0 or 1) } c
                || tape.Gradients(shapes, dy, operands.Times(tape, c.Value))[variable] is not { } times || !Is(times))
                continue;
            if (c.IsPlain)
                Add($"with {c} × the slope in {operands.Words}", operands.Place, operands.Weight + 1, times, "");
            else Add($"with another factor on the path to {operands.Words}", operands.Place, operands.Weight + 2, times,
                PathFactors.Here([c]));
        }
        foreach (var turns in tape.Turns.Where(turns => turns.Count() == gradient.Value.Shape.Count))
            if (new Tensor<double>(gradient.Value.Shape, [.. turns.Select(n => Adjoints[n])]) is var inner && Is(inner))
                found.Add(new($"the gradient of {turns.Key.Result}", NotFurther, Base, () => inner,
                    Role.Exactly));
        foreach (var isLast in new[] { false, true })
            if (new Tensor<double>(gradient.Value.Shape, tape.Assigned(variable, dy, isLast)) is var one && Is(one))
                found.Add(new(
                    $"correct, but of the operations that use an entry only the {(isLast ? "last" : "first")} counts",
                    PathPatterns.Assigned, Base, () => one, Role.Exactly));
        if (found.Count == 0)
            foreach (var (words, place, given) in OtherPasses.TakeWhile(_ => !deadline.IsOver))
                if (Is(given[variable])) Add(words, place, 2, given[variable], "");
        return isElsewhere || found.Count == 0 ? found
            : found.Where(one => one.Weight == found.Min(other => other.Weight)).Take(MostNamed);

        void Add(string words, CodePlace place, int weight, Tensor<double> value, string here) => found.Add(new(
            $"correct, but {words}", Look
                + (place.Text.Length > 0 ? $": {place.Text}" : ""), Base + weight, () => value, Role.Exactly)
        { Here = here });
    }

    private double[] Adjoints => field ??= tape.Adjoints(dy, tape.Own);

    /// <summary>The gradients of forward passes of which one operation gives an operand for its result.</summary>
    private (string Words, CodePlace Place, Tensor<double>[] Given)[] OtherPasses => field ??=
    [
        .. from place in tape.Places
           from isRight in place.IsBinary ? new[] { false, true } : [false]
           let other = tape.Without(place, isRight)
           select ($"for a forward pass that has {(!place.IsBinary ? "the argument" : isRight ? "the second operand"
               : "the first operand")} in place of {place}", place, other.Gradients(shapes, dy, other.Own)),
    ];

    /// <summary>What each slip gives, as far as it was asked for.</summary>
    private IEnumerable<(Operands, Tensor<double>[] Without, (Slip, Tensor<double>[])[] Slips)> Slipped()
    {
        next ??= Operands.All(tape).GetEnumerator();
        for (var i = 0; ; i++)
        {
            if (i == known.Count)
            {
                if (!next.MoveNext()) yield break;
                var operands = next.Current;
                var without = tape.Gradients(shapes, dy, operands.Times(tape, 0));
                // Where no path goes, nothing can slip.
                var isUsed = without.Zip(Right).Any(one => !one.First.Values.SequenceEqual(one.Second.Values));
                known.Add((operands, without, !isUsed ? [] : [.. operands.Slips(tape).Select(
                    slip => (slip, tape.Gradients(shapes, dy, slip.Slopes)))]));
            }
            yield return known[i];
        }
    }

    private static double[] Less(Tensor<double> all, Tensor<double> some) =>
        [.. all.Values.ToArray().Zip(some.Values.ToArray(), (one, other) => one - other)];
}
