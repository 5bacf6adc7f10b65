namespace CnnVerified.Verification.Arrays;

/// <summary>Makes a subject of code on arrays.</summary>
internal static class ArraySubject
{
    /// <summary>The code at a point.</summary>
    /// <exception cref="CheckedCodeException">
    /// A pass throws at the point itself, or the backward pass gives no gradient, or one of another length.
    /// </exception>
    public static Subject Of(ArrayCode code, Point point)
    {
        if (!code.TakesUpstream) point.RequireNoUpstream();
        code = Reseeded(code, point.Reseed);
        ArrayInput[] inputs = [.. point.InputsOf(code.Names), .. code.Held];
        int[] variables = [.. Enumerable.Range(0, inputs.Length)
            .Where(i => ArrayNumbers.Are(inputs[i].Value) && !point.Fixed.Contains(inputs[i].Name))];
        if (variables.Length == 0)
            throw new InvalidOperationException("nothing is left to check: every input is fixed.");
        var values = variables.Select(
            (i, v) => point.Moved?[v].Values.ToArray() ?? ArrayNumbers.Of(inputs[i].Value)).ToArray();
        RequireNames(point, inputs);
        double[] upstream = [];
        (string Name, Shape Shape)[] named = [];
        var roundoff = ArrayNumbers.UnitRoundoff;
        string? breach = null;
        var (y, gradients) = Pass();
        if (code.MovesHeld) RequirePutBack();
        Variable[] all = [.. variables.Select((i, v) => new Variable(
            inputs[i].Name, new(inputs[i].Shape, values[v]), new(inputs[i].Shape, gradients[v]))
        {
            IsMixed = code.IsMixed && values[v].Length <= Tolerances.ThoroughEntries,
            Nearest = ArrayNumbers.Nearest(inputs[i].Value),
            Typical = point.Typical.GetValueOrDefault(inputs[i].Name),
        })];
        var checkedCode = new CheckedCode(code.Forward, all);
        breach ??= CheckedCode.Run(code.Backward, () => code.Breach(Given()));
        return new Subject(
            $"{code.Name} at {Place()}", all, upstream,
            () => new GuardedEvaluator<double>(
                new ArrayEvaluator(code, inputs, variables, values) { Bounds = point.Bounds }, checkedCode),
            new(() => null), MayShare: isAllowed => isAllowed && code.Held.Count == 0)
        {
            Code = checkedCode,
            Trace = Trace,
            TraceBack = TraceBack,
            Roundoff = roundoff,
            Outputs = named,
            TakesUpstream = code.TakesUpstream,
            Fixed = [.. inputs.Where((input, i) => ArrayNumbers.Are(input.Value) && !variables.Contains(i))
                .Select(input => (input.Name, new Tensor<double>(input.Shape, ArrayNumbers.Of(input.Value))))],
            Complaint = Subject.NotFinite(y.Length == 1 ? code.Forward : "y", Values(y)),
            First = [y, .. gradients],
            Results = () =>
            {
                var again = Pass();
                return [again.Y, .. again.Gradients];
            },
            Breaches = breach is null ? [] : [breach],
        };

        Tape? Trace(int[] order) => code.Interpret is { } run
            ? Interpreted(Given(), order, [], null, run) : null;

        Tape? TraceBack(int[] order)
        {
            var given = Given();
            var dy = new NamedArrays(Split(code.Outputs(Given()).ToArray(), upstream));
            var others = inputs.Where((input, i) => !variables.Contains(i) && ArrayNumbers.Are(input.Value))
                .Select(one => (one.Name, given.Of<Array>(one.Name))).Concat(
                    code.TakesUpstream ? named.Select(one => (Tape.Upstream, dy.Of<Array>(one.Name))) : []);
            return Interpreted(given, order, others, [.. order.Select(v => all[v].Name)],
                (interpreter, _) => interpreter.Call(code.Gradients, given, dy));
        }

        Tape? Interpreted(
            NamedArrays given, int[] order, IEnumerable<(string Name, Array Value)> others,
            IReadOnlyList<string>? results, Func<Interpreter, NamedArrays, Datum> run)
        {
            var held = code.Held.Select(one => (one.Value, Own: ArrayNumbers.Of(one.Value))).ToArray();
            var tape = Tape.OfCode(
                [
                    .. order.Select(v => (all[v].Name, (object)given.Of<Array>(all[v].Name), values[v])),
                    .. others.Select(one => (one.Name, (object)one.Value, ArrayNumbers.Of(one.Value))),
                ],
                interpreter => run(interpreter, given), results, isRunUntraced: true, Operations.At);
            foreach (var (array, own) in held) ArrayNumbers.Set(array, own);
            return tape;
        }

        NamedArrays Given() => ArrayEvaluator.Given(inputs, variables, values);

        string Place() => variables.Length == 1
            ? $"{all[0].Value.Shape}" : string.Join(", ", all.Select(v => $"{v.Name} {v.Value.Shape}"));

        (double[] Y, double[][] Gradients) Pass()
        {
            var held = code.Held
                .Select(one => (one.Name, Input: one, one.Value, Own: ArrayNumbers.Of(one.Value))).ToArray();
            try
            {
                var outputs = CheckedCode.Run(code.Forward, () => code.Outputs(Given()).ToArray());
                if (upstream.Length == 0)
                {
                    upstream = UpstreamOf(outputs, point);
                    if (upstream.Length == 1 && point.Upstream is null && !code.MovesHeld && code.TakesUpstream)
                        RequireOneDy(outputs);
                }
                named = [.. outputs.Select(output => (output.Name, ArrayNumbers.ShapeOf(output.Value)))];
                roundoff = outputs.Max(output => ArrayNumbers.RoundoffOf(output.Value));
                var dy = new NamedArrays(Split(outputs, upstream));
                var found = CheckedCode.Run(code.Backward, () => code.Gradients(Given(), dy)?.ToArray())
                    ?? throw new CheckedCodeException($"{code.Backward} returned null.");
                if (found.FirstOrDefault(one => inputs.All(input => input.Name != one.Name)) is { Name: { } unknown })
                    throw new CheckedCodeException(
                        $"{code.Backward} gives a gradient of {unknown}, but the inputs are "
                        + $"{string.Join(", ", inputs.Select(input => input.Name))}.");
                foreach (var (name, _, value, own) in held)
                    if (!code.MovesHeld && !ArrayNumbers.Of(value).AsSpan().SequenceEqual(
                            Array.FindIndex(inputs, input => input.Name == name) is var i
                            && Array.IndexOf(variables, i) is >= 0 and var v ? values[v] : own))
                        breach ??= $"the code changes {name}, which a forward and a backward pass must leave alone";
                return ([.. outputs.SelectMany(output => ArrayNumbers.Of(output.Value))],
                    [.. variables.Select((i, v) => GradientOf(inputs[i], found, values[v].Length))]);
            }
            finally
            {
                foreach (var (_, input, value, own) in held)
                    foreach (var array in new[] { value, input.Value }) ArrayNumbers.Set(array, own);
            }
        }

        // For a loss dy is 1, and code may never ask for it; but no part of a gradient may ask while another does not.
        void RequireOneDy((string Name, Array Value)[] outputs)
        {
            var (once, twice) = (At(1), At(2));
            if (Other(than: 1) is not null && Other(than: 2) is { } name)
                breach ??= $"the gradient of {name} for dy = 2 is not twice what it is for dy = 1: a part of "
                    + "it is not multiplied by dy";

            (string Name, double[] Gradient)[] At(double dy) => [.. CheckedCode.Run(code.Backward, () => code.Gradients(
                    Given(), new NamedArrays(Split(outputs, [dy])))?.ToArray() ?? [])
                .Select(found => (found.Name, ArrayNumbers.Of(found.Gradient)))];

            string? Other(double than) => once.Zip(twice).Where(g => g.First.Gradient.Zip(g.Second.Gradient).Any(
                    d => Math.Abs(d.Second - than * d.First) > Tolerances.Resolution * g.First.Gradient.Max(Math.Abs)))
                .Select(g => g.First.Name).FirstOrDefault();
        }

        // What a step replaces or changes besides cannot be put back, and every later value is of another module.
        void RequirePutBack()
        {
            var (after, again) = (Outputs(), Outputs());
            if (after.AsSpan().SequenceEqual(again) && !after.AsSpan().SequenceEqual(y))
                throw new CheckedCodeException(
                    "the step changes more than it was said to: with "
                    + $"{string.Join(", ", code.Held.Select(one => one.Name).DefaultIfEmpty("nothing"))} put back, y "
                    + "is another one. Name every array that it changes, and one that it replaces as "
                    + "(\"W\", () => m.W).");

            double[] Outputs() => [.. CheckedCode.Run(code.Forward, () => code.Outputs(Given()).ToArray())
                .SelectMany(output => ArrayNumbers.Of(output.Value))];
        }

        double[] GradientOf(ArrayInput input, (string Name, Array Gradient)[] found, int count)
        {
            var name = input.Name;
            var own = found.Where(one => one.Name == name).ToArray();
            if (own.Length == 0)
                throw new CheckedCodeException(
                    $"{code.Backward} gives no gradient of {name}: return one, or call Fixed(\"{name}\").");
            var sum = new double[count];                          // of an input that is used in several places
            foreach (var (_, array) in own)
            {
                if (array is null) throw new CheckedCodeException(
                    $"{code.Backward} returned null{(inputs.Length == 1 ? "" : $" for {name}")}.");
                var (gradient, shape) = (ArrayNumbers.Of(array), ArrayNumbers.ShapeOf(array));
                if (gradient.Length != count) throw new CheckedCodeException(
                    $"{code.Backward} returned {gradient.Length} numbers, but {name} has {count}.");
                if (shape.Rank > 1 && shape != input.Shape) throw new CheckedCodeException(
                    $"{code.Backward} returned a gradient of {shape}, but {name} is {input.Shape}.");
                for (var i = 0; i < count; i++) sum[i] += gradient[i];
            }
            return sum;
        }
    }

    /// <exception cref="InvalidOperationException">Something is said of an input that there is not.</exception>
    private static void RequireNames(Point point, ArrayInput[] inputs)
    {
        foreach (var name in point.Fixed.Concat(point.Bounds.Keys).Concat(point.Typical.Keys))
            if (!inputs.Any(input => input.Name == name)) throw new InvalidOperationException(
                $"there is no input {name} of which something could be said, only "
                + $"{string.Join(", ", inputs.Select(input => input.Name))}.");
        foreach (var (name, given) in point.Typical.Concat(point.Bounds.SelectMany(one =>
            new[] { KeyValuePair.Create(one.Key, one.Value.Low), KeyValuePair.Create(one.Key, one.Value.High) })))
            if (inputs.First(input => input.Name == name).Shape.Count is var count && !given.Fits(count))
                throw new InvalidOperationException(
                    $"{given.Values.Length} bounds or sizes are given for {name}, but it has {count} entries.");
    }

    private static ArrayCode Reseeded(ArrayCode code, Action? reseed) => reseed is null ? code : code with
    {
        Outputs = a => { reseed(); return code.Outputs(a); },
        Gradients = (a, dy) => { reseed(); return code.Gradients(a, dy); },
    };

    /// <summary>The upstream gradient: given, or 1 for a number, or normal draws in the outputs' own types.</summary>
    private static double[] UpstreamOf((string Name, Array Value)[] outputs, Point point)
    {
        var count = outputs.Sum(output => ArrayNumbers.ShapeOf(output.Value).Count);
        if (count == 1 && point.Upstream is null) return [1.0];
        var drawn = point.UpstreamFor(new Shape(count)).Values.ToArray();
        return [.. Split(outputs, drawn).SelectMany(dy => ArrayNumbers.Of(dy.Value))];
    }

    private static IEnumerable<(string Name, Array Value)> Split((string Name, Array Value)[] outputs, double[] numbers)
    {
        var start = 0;
        foreach (var (name, y) in outputs)
        {
            var dy = ArrayNumbers.Copy(y);
            var count = ArrayNumbers.Of(y).Length;
            ArrayNumbers.Set(dy, numbers.AsSpan(start, count));
            start += count;
            yield return (name, dy);
        }
    }

    private static Tensor<double> Values(double[] y) =>
        y.Length == 1 ? new(new Shape(), y[0]) : new(new Shape(y.Length), y);
}
