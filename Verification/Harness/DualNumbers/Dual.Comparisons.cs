using System.Runtime.CompilerServices;

namespace CnnVerified.Verification;

/// <content>The active set of a computation: how all its comparisons came out, as one number.</content>
public readonly partial struct Dual
{
    private const ulong Start = 14695981039346656037;
    private const ulong Prime = 1099511628211;

    [ThreadStatic]
    private static ulong comparisons;

    /// <summary>
    /// A hash (FNV-1a) of how the comparisons of this thread came out, in order, since they were last forgotten. Two
    /// runs of the same code with different hashes took different branches.
    /// </summary>
    internal static ulong Comparisons => comparisons;

    /// <summary>Starts a new record.</summary>
    internal static void ForgetComparisons() => comparisons = Start;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static bool Note(bool outcome)
    {
        comparisons = (comparisons ^ (outcome ? 1UL : 0UL)) * Prime;
        return outcome;
    }
}
