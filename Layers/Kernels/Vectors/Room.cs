namespace CnnVerified.Layers.Kernels.Vectors;

/// <summary>How many numbers one array holds.</summary>
internal static class Room
{
    /// <summary>The most, with those that may come before its first cache line left out.</summary>
    public static readonly int MostNumbers = Array.MaxLength - CacheLine.Bytes;

    /// <summary>
    /// Checks that a pass over x needs no more; a number too large for an integer is given as what it is.
    /// </summary>
    /// <exception cref="ArgumentException">It does.</exception>
    public static void Require(double numbers)
    {
        if (numbers > MostNumbers) throw TooMany(numbers);
    }

    private static ArgumentException TooMany(double numbers) => new(string.Create(
        CultureInfo.InvariantCulture,
        $"x needs room for {numbers:N0} numbers under this window, but an array holds at most {MostNumbers:N0}."));
}
