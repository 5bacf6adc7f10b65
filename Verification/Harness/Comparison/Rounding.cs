namespace CnnVerified.Verification.Comparison;

/// <summary>
/// What rounding can do to the results of code that nobody knows: it runs again on arguments that differ in their last
/// bits, so that every sum inside is rounded anew. D. S. Parker, <i>Monte Carlo Arithmetic</i> (UCLA, 1997).
/// </summary>
internal static class Rounding
{
    private const int Draws = 4, Ulps = 8;

    /// <summary>2⁻⁵², the distance from 1 to the next number in double precision.</summary>
    public const double Double = 1.0 / (1L << 52);

    /// <summary>2⁻²³, the same in single precision.</summary>
    public const double Single = 1.0 / (1 << 23);

    /// <summary>What a few units in the last place of a value are.</summary>
    public static double Of(double value) => Ulps * Double * Math.Abs(value);

    /// <summary>
    /// For every entry of every result the most that it moves, and at least what half of its tensor moves: one entry
    /// may stand still by chance.
    /// </summary>
    /// <param name="arguments">What is changed by up to eight units in the last place.</param>
    /// <param name="run">What is run on copies of them.</param>
    /// <param name="unit">The distance from 1 to the next number.</param>
    public static Tensor<double>[] Of(
        IReadOnlyList<Tensor<double>> arguments, Func<Tensor<double>[], Tensor<double>[]> run, double unit = Double)
    {
        var still = Copies(run([.. arguments.Select(argument => argument.Clone())]));
        var moves = still.Select(result => new Tensor<double>(result.Shape)).ToArray();
        var random = new Random(1);
        for (var draw = 0; draw < Draws; draw++)
        {
            var results = run([.. arguments.Select(argument => Moved(argument, random, unit))]);
            foreach (var (most, own, moved) in moves.Zip(still, results))
                for (var i = 0; i < own.Shape.Count; i++)
                    if (Math.Abs(moved[i] - own[i]) is var move && move > most[i]) most[i] = move;
        }
        return [.. moves.Zip(still, (most, own) => Plausible(most, [.. arguments, own], unit / Double))];
    }

    /// <summary>
    /// The same for a map that is linear in its argument, up to a constant: then B(a) + B(c) = 2·B((a + c)/2), and
    /// arguments that differ a lot have every sum inside rounded anew.
    /// </summary>
    public static Tensor<double>[] OfLinear(Tensor<double> argument, Func<Tensor<double>, Tensor<double>[]> run)
    {
        var still = Copies(run(argument));
        var moves = still.Select(result => new Tensor<double>(result.Shape)).ToArray();
        var random = new Random(1);
        for (var draw = 0; draw < Draws; draw++)
        {
            var (a, c, middle) = (argument.Clone(), argument.Clone(), argument.Clone());
            for (var i = 0; i < argument.Shape.Count; i++)
            {
                (a[i], c[i]) = (a[i] * (0.5 + random.NextDouble()), c[i] * (0.5 + random.NextDouble()));
                middle[i] = a[i] / 2 + c[i] / 2;
            }
            var (ofA, ofC, ofMiddle) = (Copies(run(a)), Copies(run(c)), run(middle));
            for (var r = 0; r < moves.Length; r++)
                for (var i = 0; i < moves[r].Shape.Count; i++)
                    moves[r][i] = Math.Max(moves[r][i],
                        Math.Abs(ofA[r][i] + ofC[r][i] - 2 * ofMiddle[r][i]) + Of(ofMiddle[r][i]));
        }
        return [.. moves.Zip(still, (most, own) => Plausible(most, [argument, own], 1))];
    }

    private static Tensor<double> Moved(Tensor<double> argument, Random random, double unit)
    {
        var moved = argument.Clone();
        foreach (ref var value in moved.Values) value *= 1 + random.Next(-Ulps, Ulps + 1) * unit;
        return moved;
    }

    private static Tensor<double>[] Copies(Tensor<double>[] results) => [.. results.Select(result => result.Clone())];

    /// <summary>Not less than the median, and not more than rounding can move anything: the rest is a jump.</summary>
    private static Tensor<double> Plausible(Tensor<double> moves, Tensor<double>[] sizes, double precision)
    {
        var ordered = moves.Values.ToArray();
        Array.Sort(ordered);
        var median = ordered[ordered.Length / 2];
        var most = precision * Tolerances.LargestRounding * sizes.Max(Largest);
        foreach (ref var move in moves.Values) move = Math.Min(Math.Max(move, median), most);
        return moves;
    }

    private static double Largest(Tensor<double> tensor)
    {
        var largest = 0.0;
        foreach (var value in tensor.Values) largest = Math.Max(largest, Math.Abs(value));
        return largest;
    }
}
