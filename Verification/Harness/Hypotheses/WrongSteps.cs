namespace CnnVerified.Verification.Hypotheses;

/// <summary>
/// A wrong derivative of one operation of the forward pass, where the code is generic and shows its operations: what
/// the backward pass would give with each mistake in each of them.
/// </summary>
internal static class WrongSteps
{
    private const int Base = 3, MostNamed = 3, MostPlaces = 60;

    /// <summary>What people write for a function's slope: the words have {0} for its place.</summary>
    private static readonly (string Words, int Weight, Func<Step, double> Slope)[] OfFunctions =
    [
        ("without the slope of {0}", 0, _ => 1), ("without the path through {0}", 0, _ => 0),
        ("with the wrong sign at {0}", 1, s => -s.LeftSlope), ("with 2 × the slope of {0}", 1, s => 2 * s.LeftSlope),
        ("with half the slope of {0}", 1, s => s.LeftSlope / 2),
        ("with the slope of {0} squared", 1, s => s.LeftSlope * s.LeftSlope),
        ("divided by the slope of {0}", 1, s => 1 / s.LeftSlope),
        ("with the slope of {0} taken at its result", 1, s => SlopeAt(s, s.Value)),
        ("with the result of {0} for its slope", 1, s => s.Value),
        ("with the argument of {0} for its slope", 1, s => s.Operands.Left),
        ("with 1 − the result of {0} for its slope", 1, s => 1 - s.Value),
        ("with 1 − the squared result of {0} for its slope", 2, s => 1 - s.Value * s.Value),
        ("with y·(1 − y) for the slope of {0}, y its result", 2, s => s.Value * (1 - s.Value)),
        ("with 1/y for the slope of {0}, y its result", 2, s => 1 / s.Value),
        ("with 1/y² for the slope of {0}, y its result", 2, s => 1 / (s.Value * s.Value)),
    ];

    /// <summary>What people write for the slope in one of two operands: {1} is which.</summary>
    private static readonly (string Words, int Weight, Func<double, double, Step, double> Slope)[] OfOperands =
    [
        ("without the path to the {1} of {0}", 0, (_, _, _) => 0),
        ("with the wrong sign on the path to the {1} of {0}", 1, (slope, _, _) => -slope),
        ("with 1 as the slope in the {1} of {0}", 1, (_, _, _) => 1),
        ("with 2 × the slope in the {1} of {0}", 1, (slope, _, _) => 2 * slope),
        ("with half the slope in the {1} of {0}", 1, (slope, _, _) => slope / 2),
        ("with 1/v for a factor v on the path to the {1} of {0}", 1, (slope, _, _) => 1 / slope),
        ("with the slope in the {1} of {0} squared", 1, (slope, _, _) => slope * slope),
        ("with the {1} of {0} itself as its slope", 1, (_, own, _) => own),
        ("with the result of {0} as its slope in the {1}", 1, (_, _, s) => s.Value),
    ];

    private static readonly (string Words, int Weight, Func<Step, double> Slope)[] OfDenominators =
    [
        ("with −x/y for the slope −x/y² in the denominator y of {0}", 1, s => -s.Operands.Left / s.Operands.Right),
        ("with −1/y² for the slope −x/y² in the denominator y of {0}", 1, s => -1 / Math.Pow(s.Operands.Right, 2)),
        ("with −x for the slope −x/y² in the denominator y of {0}", 1, s => -s.Operands.Left),
    ];

    /// <summary>Those that give one tensor's gradient; at the point of the check only the likeliest.</summary>
    public static IEnumerable<Hypothesis> Of(WrongPass wrong, int variable, Deadline deadline)
    {
        if (wrong.Tape.Value is not { } tape || wrong.Arguments is not { } a) return [];
        var gradient = wrong.Gradients[variable];
        IReadOnlyList<Tensor<double>> like = [.. wrong.Gradients.Select(one => one.Value)];
        var dy = wrong.IsLoss ? [1] : a.Dy.Values.ToArray();
        var found = All(tape).TakeWhile(_ => !deadline.IsOver)
            .Select(one => (one.Words, one.Place, one.Weight,
                Value: tape.Gradients(like, dy, one.Slopes)[variable]))
            .Where(one => Closeness.Of(gradient.Given, one.Value).Miss <= wrong.Tolerance).ToArray();
        if (!wrong.IsElsewhere && found.Length > 0)
            found = [.. found.Where(one => one.Weight == found.Min(other => other.Weight)).Take(MostNamed)];
        return found.Select(one => new Hypothesis(
            $"correct, but {one.Words}", "the derivative of this operation of the forward pass"
                + (one.Place.Text.Length > 0 ? $": {one.Place.Text}" : ""),
            Base + one.Weight, () => one.Value, Role.Exactly));
    }

    private static IEnumerable<(string Words, CodePlace Place, int Weight, Func<int, (double, double)> Slopes)> All(
        Tape tape)
    {
        var turns = Enumerable.Range(0, tape.Steps.Count).Where(n => tape.Steps[n].Place is not null)
            .ToLookup(n => tape.Steps[n].Place!);
        foreach (var place in tape.Places.Take(MostPlaces))
        {
            bool IsHere(int n) => ReferenceEquals(tape.Steps[n].Place, place);
            if (!place.IsBinary)
                foreach (var (words, weight, slope) in OfFunctions)
                    yield return One(Named(words), weight, (n, s) => IsHere(n) ? (slope(s), 0) : Right(s));
            else
                foreach (var isRight in new[] { false, true })
                {
                    var which = Which(place, isRight);
                    Func<int, (double, double)> With(Func<int, Step, double> slope) => n =>
                    {
                        var s = tape.Steps[n];
                        return !IsHere(n) ? Right(s)
                            : isRight ? (s.LeftSlope, slope(n, s)) : (slope(n, s), s.RightSlope);
                    };
                    if (turns[place].All(n => (isRight ? tape.Steps[n].Right : tape.Steps[n].Left) < 0)) continue;
                    double Own(Step s) => isRight ? s.RightSlope : s.LeftSlope;
                    foreach (var (words, weight, slope) in OfOperands)
                        yield return (Named(words, which), place, weight, With((_, s) => slope(
                            Own(s), isRight ? s.Operands.Right : s.Operands.Left, s)));
                    if (isRight && place.Name == "/")
                        foreach (var (words, weight, slope) in OfDenominators)
                            yield return (Named(words), place, weight, With((_, s) => slope(s)));
                    var (first, last) = (turns[place].First(), turns[place].Last());
                    foreach (var (turn, isLost) in new (string, Func<int, bool>)[]
                    {
                        ("the first turn of {0}", n => n == first), ("the last turn of {0}", n => n == last),
                        ("all but the first turn of {0}", n => n != first),
                        ("all but the last turn of {0}", n => n != last),
                    })
                        if (first != last)
                            yield return (Named($"without the path to the {{1}} at {turn}", which), place, 2,
                                With((n, s) => isLost(n) ? 0 : Own(s)));
                    if (place.Name != "·") continue;
                    foreach (var other in tape.Places)
                    {
                        if (other == place || turns[other].Count() != turns[place].Count()) continue;
                        var at = turns[place].Zip(turns[other]).ToDictionary(
                            one => one.First, one => tape.Steps[one.Second].Value);
                        yield return (Named($"with the result of {other} in place of the {{1}} of {{0}}",
                            Which(place, !isRight)), place, 2, With((n, _) => at[n]));
                    }
                    yield return (Named("with the argument of its function in place of the {1} of {0}",
                        Which(place, !isRight)), place, 1, With((_, s) => (isRight ? s.Left : s.Right) is >= 0 and
                            var other && tape.Steps[other].Place is { IsBinary: false }
                                ? tape.Steps[other].Operands.Left : Own(s)));
                }

            string Named(string words, string which = "") => words.Replace("{1}", which, StringComparison.Ordinal)
                .Replace("{0}", place.ToString(), StringComparison.Ordinal);

            (string, CodePlace, int, Func<int, (double, double)>) One(
                string words, int weight, Func<int, Step, (double, double)> slopes) =>
                (words, place, weight, n => slopes(n, tape.Steps[n]));
        }

        static (double, double) Right(Step s) => (s.LeftSlope, s.RightSlope);
    }

    private static string Which(CodePlace place, bool isRight) => place.Name switch
    {
        "·" => isRight ? "second factor" : "first factor",
        "/" => isRight ? "denominator" : "numerator",
        "+" or "−" => isRight ? "second term" : "first term",
        _ => isRight ? "second argument" : "first argument",
    };

    private static double SlopeAt(Step step, double value) =>
        Traced.Function(step.Place!.Name, new Dual(value, 1)).Derivative;
}
