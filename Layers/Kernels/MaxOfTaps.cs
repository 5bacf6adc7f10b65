using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace CnnVerified.Layers.Kernels;

/// <summary>
/// The largest of what several taps see, output by output, and which tap saw it: the first of equal ones, but NaN beats
/// any number. Tap t sees x[starts[t] + l]; a tap outside the image, where inside is 0, never wins.
/// </summary>
internal static class MaxOfTaps
{
    /// <summary>y[l] = max over t.</summary>
    public static void Forward<T>(ReadOnlySpan<T> x, ReadOnlySpan<T> inside, ReadOnlySpan<int> starts, Span<T> y)
        where T : IFloatingPointIeee754<T>
    {
        var (lanes, l) = (Lanes.Of<T>(), 0);
        ref var px = ref MemoryMarshal.GetReference(x);
        ref var pinside = ref MemoryMarshal.GetReference(inside);
        while (lanes != 0 && y.Length >= lanes && l < y.Length)
        {
            l = Math.Min(l, y.Length - lanes);              // the last vector may overlap the one before it
            Winner(ref px, ref pinside, !inside.IsEmpty, starts, l).Largest.StoreUnsafe(ref y[l]);
            l += lanes;
        }
        for (; l < y.Length; l++) y[l] = x[starts[Winner(x, inside, starts, l)] + l];
    }

    /// <summary>dx[winner of l] += dy[l].</summary>
    public static void Backward<T>(
        ReadOnlySpan<T> x, ReadOnlySpan<T> inside, ReadOnlySpan<int> starts, ReadOnlySpan<T> dy, Span<T> dx)
        where T : IFloatingPointIeee754<T>
    {
        var (lanes, l) = (Lanes.Of<T>(), 0);
        ref var px = ref MemoryMarshal.GetReference(x);
        ref var pinside = ref MemoryMarshal.GetReference(inside);
        ref var pdx = ref MemoryMarshal.GetReference(dx);
        ref var pdy = ref MemoryMarshal.GetReference(dy);
        while (lanes != 0 && dy.Length >= lanes && l < dy.Length)
        {
            var rest = Math.Min(lanes, dy.Length - l);
            l -= lanes - rest;
            var (_, winner) = Winner(ref px, ref pinside, !inside.IsEmpty, starts, l);
            var upstream = Lanes.At(ref pdy, l) & Lanes.Last<T>(rest);
            for (var t = 0; t < starts.Length; t++)
            {
                var share = upstream & Vector512.Equals(winner, Vector512.Create(T.CreateTruncating(t)));
                (Lanes.At(ref pdx, starts[t] + l) + share).StoreUnsafe(ref pdx, (nuint)(starts[t] + l));
            }
            l += lanes;
        }
        for (; l < dy.Length; l++) dx[starts[Winner(x, inside, starts, l)] + l] += dy[l];
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static (Vector512<T> Largest, Vector512<T> Tap) Winner<T>(
        ref T x, ref T inside, bool isPadded, ReadOnlySpan<int> starts, int l) where T : IFloatingPointIeee754<T>
    {
        var none = -Vector512<T>.One;
        var (largest, winner) = (Vector512<T>.Zero, none);
        for (var t = 0; t < starts.Length; t++)
        {
            var seen = Lanes.At(ref x, starts[t] + l);
            var wins = Vector512.GreaterThan(seen, largest) | ~Vector512.Equals(seen, seen) | Vector512.Equals(winner, none);
            if (isPadded) wins &= Vector512.GreaterThan(Lanes.At(ref inside, starts[t] + l), Vector512<T>.Zero);
            largest = Vector512.ConditionalSelect(wins, seen, largest);
            winner = Vector512.ConditionalSelect(wins, Vector512.Create(T.CreateTruncating(t)), winner);
        }
        return (largest, winner);
    }

    private static int Winner<T>(ReadOnlySpan<T> x, ReadOnlySpan<T> inside, ReadOnlySpan<int> starts, int l)
        where T : IFloatingPointIeee754<T>
    {
        var winner = -1;
        for (var t = 0; t < starts.Length; t++)
        {
            if (!inside.IsEmpty && T.IsZero(inside[starts[t] + l])) continue;
            var seen = x[starts[t] + l];
            if (winner < 0 || seen > x[starts[winner] + l] || T.IsNaN(seen)) winner = t;
        }
        return winner;
    }
}
