using CnnVerified.Layers.Kernels.Elementwise;

namespace CnnVerified.Training.Random;

/// <summary>
/// The numbers that NumPy's legacy generator <c>numpy.random.RandomState(seed)</c> draws: Mersenne Twister words, and
/// normals by the polar Box–Muller method. Words, uniforms and permutations are the same bits; a normal may differ in
/// its last one, because its logarithm is computed here and not by the operating system.
/// </summary>
/// <remarks>
/// M. Matsumoto and T. Nishimura, "Mersenne Twister", ACM TOMACS 8 (1998), as MT19937 with <c>init_genrand</c>.
/// </remarks>
public sealed class NumPyRandom
{
    private const int Words = 624;
    private const int Distance = 397;

    private readonly uint[] state = new uint[Words];
    private int position = Words;
    private double? keptNormal;

    /// <summary>The generator that a seed from 0 to 2³² − 1 starts.</summary>
    public NumPyRandom(uint seed)
    {
        state[0] = seed;
        for (var i = 1; i < Words; i++) state[i] = 1812433253 * (state[i - 1] ^ (state[i - 1] >> 30)) + (uint)i;
    }

    /// <summary>Uniform in [0, 1) with 53 random bits, as <c>random_sample()</c>.</summary>
    public double Uniform()
    {
        var (high, low) = (Word() >> 5, Word() >> 6);
        return (high * 67108864.0 + low) / 9007199254740992.0;
    }

    /// <summary>One normal, as <c>randn()</c>. Normals come in pairs: the second waits for the next call.</summary>
    public double Normal()
    {
        if (keptNormal is { } kept)
        {
            keptNormal = null;
            return kept;
        }
        double x1, x2, r2;
        do
        {
            x1 = 2 * Uniform() - 1;
            x2 = 2 * Uniform() - 1;
            r2 = x1 * x1 + x2 * x2;
        }
        while (r2 is >= 1 or 0);
        var f = Math.Sqrt(-2 * Logarithm.OfDouble(r2) / r2);
        keptNormal = f * x1;
        return f * x2;
    }

    /// <summary>The numbers 0 … n − 1 shuffled, as <c>permutation(n)</c>.</summary>
    public int[] Permutation(int n)
    {
        var order = Enumerable.Range(0, n).ToArray();
        for (var i = n - 1; i > 0; i--)
        {
            var j = UpTo((uint)i);
            (order[i], order[j]) = (order[j], order[i]);
        }
        return order;
    }

    private uint UpTo(uint maximum)
    {
        var mask = uint.MaxValue >> BitOperations.LeadingZeroCount(maximum);
        uint word;
        do word = Word() & mask;
        while (word > maximum);
        return word;
    }

    private uint Word()
    {
        if (position == Words) Twist();
        var y = state[position++];
        y ^= y >> 11;
        y ^= (y << 7) & 0x9d2c5680;
        y ^= (y << 15) & 0xefc60000;
        return y ^ (y >> 18);
    }

    private void Twist()
    {
        for (var i = 0; i < Words; i++)
        {
            var y = (state[i] & 0x80000000) | (state[(i + 1) % Words] & 0x7fffffff);
            state[i] = state[(i + Distance) % Words] ^ (y >> 1) ^ ((y & 1) * 0x9908b0df);
        }
        position = 0;
    }
}
