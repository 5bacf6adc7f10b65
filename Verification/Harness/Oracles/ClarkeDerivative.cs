namespace CnnVerified.Verification.Oracles;

/// <summary>
/// The slopes on either side of a point, and nearby with equal entries pulled apart. At a kink every value between the
/// least and the greatest may be a derivative. Kinks of several outputs can cancel in their sum: each counts by itself.
/// </summary>
/// <remarks>
/// Clarke's generalised gradient is the hull of all gradients nearby: F. H. Clarke, Optimization and Nonsmooth Analysis
/// (1983), chapter 2.
/// </remarks>
internal sealed class ClarkeDerivative(Subject subject)
{
    private const int Wide = -18, LogRatio = 4, Scales = 5;       // distances, as powers of two of the entry's size
    private const double Visible = 16;                            // roundings from which a hull stands out
    private const double Stays = 2;                               // a kink's hull changes by less from scale to scale
    private const int MostRanks = 13;                             // of an entry among those of equal value
    private const double Within = 0.25;                           // of the distance between entries that were equal

    private readonly Lazy<IEvaluator<double>> evaluator = new(subject.NewEvaluator);
    private readonly Lazy<Known>[] tensors =
        [.. subject.Variables.Select(tensor => new Lazy<Known>(() => Known.Of(tensor.Value.Values.ToArray())))];

    /// <summary>
    /// The hull of the slopes along some entries, moved together; null unless kinks there hide from s itself.
    /// </summary>
    /// <param name="variable">Which tensor.</param>
    /// <param name="moved">Which entries of it.</param>
    /// <param name="v">How far each goes, the first one by 1.</param>
    public NumericDerivative? Of(int variable, int[] moved, double[] v)
    {
        var (values, all, repeated) = tensors[variable].Value;
        var own = Math.Abs(values[moved[0]]);
        var size = own > 0 ? own : all > 0 ? all : 1;
        double[][] orders = subject.Variables[variable].IsDirection || !repeated.Contains(values[moved[0]]) ? []
            : [.. Orders(values, moved[0])];
        var touched = new bool[subject.Upstream.Length];          // outputs out of an entry's reach have no rounding
        lock (evaluator)
        {
            var (wide, narrow) = (At(0), At(1));
            if (!IsKink(wide, narrow)) return null;
            for (var (k, coarser) = (2, narrow); k < Scales; k++)
            {
                var finer = At(k);
                if (finer.Excess <= Visible * finer.Rounding) break;
                if (!IsKink(coarser, finer)) return null;
                coarser = finer;
            }
            var bend = (Math.Abs(narrow.Middle - wide.Middle) + Math.Abs(narrow.Half - wide.Half))
                / ((1 << LogRatio) - 1);
            return new(narrow.Middle, bend + narrow.Rounding) { HalfGap = narrow.Half, Moved = true };
        }

        Hull At(int scale) => HullOf(
            variable, values, moved, v, orders, Math.ScaleB(size, Wide - scale * LogRatio), touched);
    }

    // What shrinks with the distance is a smooth bend; what grows is noise, or a jump.
    private static bool IsKink(Hull coarse, Hull fine) =>
        fine.Excess > Visible * fine.Rounding
        && fine.Excess > coarse.Excess / Stays && fine.Excess < coarse.Excess * Stays;

    private Hull HullOf(
        int variable, double[] values, int[] moved, double[] v, double[][] orders, double h, bool[] touched)
    {
        var dy = subject.Upstream;
        var (low, high, largest) = (0.0, 0.0, new double[dy.Length]);
        var (below, above) = (Slopes([], -h, 0), Slopes([], 0, h));
        foreach (var (left, right) in below.Zip(above))
            (low, high) = (low + Math.Min(left, right), high + Math.Max(left, right));
        foreach (var order in orders)
        {
            var slope = Slopes(order, -Within * h, Within * h).Sum();
            (low, high) = (Math.Min(low, slope), Math.Max(high, slope));
        }
        var size = largest.Where((_, k) => touched[k]).Sum();
        return new((low + high) / 2, (high - low) / 2, (high - low - Math.Abs(above.Sum() - below.Sum())) / 2,
            Tolerances.OutputRoundings * Math.ScaleB(size, -53) / (2 * Within * h));

        double[] Slopes(double[] order, double from, double to)
        {
            var (start, end) = (Outputs(order, from), Outputs(order, to));
            for (var k = 0; k < dy.Length; k++)
            {
                touched[k] |= start[k] != end[k];
                largest[k] = Math.Max(largest[k], Math.Abs(dy[k] * end[k]));
            }
            return [.. dy.Select((weight, k) => weight * ((end[k] - start[k]) / (to - from)))];
        }

        double[] Outputs(double[] order, double step)
        {
            var outputs = new double[dy.Length];
            if (moved is [var entry] && order.Length == 0)
            {
                evaluator.Value.Evaluate(variable, entry, values[entry] + step, outputs);
                return outputs;
            }
            var changed = evaluator.Value.Values(variable);
            for (var i = 0; i < order.Length; i++) changed[i] += order[i] * h;
            foreach (var (k, i) in moved.Index()) changed[i] += v[k] * step;
            evaluator.Value.Evaluate(variable, outputs);
            values.CopyTo(changed);
            return outputs;
        }
    }

    /// <summary>
    /// How far each entry goes to break ties: first or last in front, as a stable sort has it, then one entry at each
    /// rank.
    /// </summary>
    private static IEnumerable<double[]> Orders(double[] values, int entry)
    {
        int[] tied = [.. Enumerable.Range(0, values.Length).Where(i => values[i] == values[entry])];
        var random = new Random(1);
        yield return Apart(tied);
        yield return Apart([.. tied.Reverse()]);
        var ranks = Math.Min(tied.Length, MostRanks);
        int[] others = [.. tied.Where(i => i != entry)];
        for (var k = 0; k < ranks; k++)
        {
            random.Shuffle(others);
            var rank = k * others.Length / (ranks - 1);
            yield return Apart([.. others[..rank], entry, .. others[rank..]]);
        }

        double[] Apart(int[] order)
        {
            double[] offsets = [.. values.Select(_ => 2 * random.NextDouble() - 1)];
            foreach (var (rank, i) in order.Index()) offsets[i] = rank - (order.Length - 1) / 2.0;
            return offsets;
        }
    }

    /// <summary>What a tensor's entries share, worked out once for all of them.</summary>
    /// <param name="Values">Its values.</param>
    /// <param name="Size">Their root mean square.</param>
    /// <param name="Repeated">Those of several entries.</param>
    private sealed record Known(double[] Values, double Size, HashSet<double> Repeated)
    {
        public static Known Of(double[] values)
        {
            var seen = new HashSet<double>(values.Length);
            return new(values, RootMeanSquare.Of(values), [.. values.Where(value => !seen.Add(value))]);
        }
    }

    /// <summary>An interval of slopes.</summary>
    /// <param name="Middle">Its middle.</param>
    /// <param name="Half">Half its length.</param>
    /// <param name="Excess">By how much that exceeds half the distance between the slopes of s on either side.</param>
    /// <param name="Rounding">What rounding of the outputs can do to a slope.</param>
    private readonly record struct Hull(double Middle, double Half, double Excess, double Rounding);
}
