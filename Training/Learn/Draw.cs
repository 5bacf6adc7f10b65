namespace CnnVerified.Training.Learn;

/// <summary>Arrays of normal numbers that a seed determines, and what the library's layers make of arrays.</summary>
internal static class Draw
{
    /// <summary>An array of so many numbers, normally distributed.</summary>
    public static double[] Row(uint seed, int n) => (double[])Filled(new double[n], seed);

    /// <summary>The same with two axes.</summary>
    public static double[,] Matrix(uint seed, int rows, int columns) =>
        (double[,])Filled(new double[rows, columns], seed);

    private static Array Filled(Array array, uint seed)
    {
        var random = new NumPyRandom(seed);
        double[] numbers = [.. Enumerable.Range(0, array.Length).Select(_ => random.Normal())];
        Buffer.BlockCopy(numbers, 0, array, 0, sizeof(double) * numbers.Length);
        return array;
    }
}
