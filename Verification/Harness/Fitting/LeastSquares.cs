namespace CnnVerified.Verification.Fitting;

/// <summary>The combination of some directions that is nearest to some numbers.</summary>
internal static class LeastSquares
{
    private const double Parallel = 1e-9;

    /// <summary>
    /// The factors of the directions, from the normal equations by Gaussian elimination; null where directions depend
    /// on each other.
    /// </summary>
    public static double[]? Of(double[][] directions, double[] data)
    {
        var n = directions.Length;
        var a = new double[n, n + 1];
        for (var i = 0; i < n; i++)
        {
            for (var j = 0; j < n; j++) a[i, j] = Dot(directions[i], directions[j]);
            a[i, n] = Dot(directions[i], data);
        }
        double[] size = [.. Enumerable.Range(0, n).Select(i => a[i, i])];
        // The matrix is positive definite: it needs no pivots, and small ones show what depends on what.
        for (var i = 0; i < n; i++)
        {
            if (size[i] == 0) a[i, i] = 1;                              // of a direction of zeros there is nothing
            if (!(a[i, i] > Parallel * size[i])) return null;
            for (var row = i + 1; row < n; row++)
            {
                var c = a[row, i] / a[i, i];
                for (var j = i; j <= n; j++) a[row, j] -= c * a[i, j];
            }
        }
        var factors = new double[n];
        for (var i = n - 1; i >= 0; i--)
        {
            factors[i] = a[i, n];
            for (var j = i + 1; j < n; j++) factors[i] -= a[i, j] * factors[j];
            factors[i] /= a[i, i];
        }
        return factors;
    }

    /// <summary>By what the numbers are a multiple of a direction; null if they are none.</summary>
    public static Ratio? Multiple(double[] data, double[] direction, double within)
    {
        var squares = Dot(direction, direction);
        var c = squares == 0 ? 0 : Dot(data, direction) / squares;
        return double.IsFinite(c) && AreMultiple(data, direction, c, within) ? Known(c, direction, within) : null;
    }

    /// <summary>Whether numbers that are known within some distance are a given multiple of a direction.</summary>
    public static bool AreMultiple(double[] data, double[] direction, double c, double within)
    {
        for (var i = 0; i < data.Length; i++)
            if (!(Math.Abs(data[i] - c * direction[i]) <= within)) return false;
        return true;
    }

    /// <summary>A direction's factor in a combination, and by how much it may be off.</summary>
    public static Ratio Known(double c, double[] direction, double within)
    {
        var squares = Dot(direction, direction);
        return new(c, squares == 0 ? 0 : within * direction.Sum(Math.Abs) / squares);
    }

    /// <summary>What a combination leaves over.</summary>
    public static double[] Left(double[][] directions, double[] data, double[] factors)
    {
        double[] left = [.. data];
        for (var f = 0; f < factors.Length; f++)
            for (var k = 0; k < left.Length; k++) left[k] -= factors[f] * directions[f][k];
        return left;
    }

    private static double Dot(double[] v, double[] w)
    {
        var sum = 0.0;
        for (var i = 0; i < v.Length; i++) sum += v[i] * w[i];
        return sum;
    }
}
