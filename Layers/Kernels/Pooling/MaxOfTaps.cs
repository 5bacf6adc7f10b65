using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using CnnVerified.Layers.Kernels.Vectors;

namespace CnnVerified.Layers.Kernels.Pooling;

/// <summary>
/// The largest of what several taps see, output by output, and which tap saw it: the first of equal ones, but NaN beats
/// any number. A tap outside the image never wins. There are as many outputs as lanes at least.
/// </summary>
internal readonly struct MaxOfTaps<T> : IPool<T> where T : IFloatingPointIeee754<T>
{
    /// <summary>y[l] = max over t.</summary>
    public static void Pool(ReadOnlySpan<T> x, ReadOnlySpan<T> inside, ReadOnlySpan<int> starts, Span<T> y)
    {
        var lanes = Vector512<T>.Count;
        ref var px = ref MemoryMarshal.GetReference(x);
        ref var pinside = ref MemoryMarshal.GetReference(inside);
        for (var l = 0; l < y.Length; l += lanes)
        {
            l = Math.Min(l, y.Length - lanes);              // the last vector may overlap the one before it
            Winner(ref px, ref pinside, !inside.IsEmpty, starts, l).Largest.StoreUnsafe(ref y[l]);
        }
    }

    /// <summary>dx[winner of l] += dy[l].</summary>
    public static void Share(
        ReadOnlySpan<T> x, ReadOnlySpan<T> inside, ReadOnlySpan<int> starts, ReadOnlySpan<T> dy, Span<T> dx)
    {
        var lanes = Vector512<T>.Count;
        ref var px = ref MemoryMarshal.GetReference(x);
        ref var pinside = ref MemoryMarshal.GetReference(inside);
        ref var pdx = ref MemoryMarshal.GetReference(dx);
        ref var pdy = ref MemoryMarshal.GetReference(dy);
        for (var l = 0; l < dy.Length; l += lanes)
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
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<T> Pool(Vector512<T> a, Vector512<T> b, Vector512<T> c, Vector512<T> d) =>
        Winner(Winner(a, b), Winner(c, d));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static (Vector512<T> A, Vector512<T> B, Vector512<T> C, Vector512<T> D) Share(
        Vector512<T> a, Vector512<T> b, Vector512<T> c, Vector512<T> d, Vector512<T> dy)
    {
        var (winsB, winsD, winsCD) = (Beats(b, a), Beats(d, c), Beats(Winner(c, d), Winner(a, b)));
        dy += Vector512<T>.Zero;
        var (toAB, toCD) = (Vector512.AndNot(dy, winsCD), dy & winsCD);
        return (Vector512.AndNot(toAB, winsB), toAB & winsB, Vector512.AndNot(toCD, winsD), toCD & winsD);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<T> Winner(Vector512<T> first, Vector512<T> later) =>
        Vector512.ConditionalSelect(Beats(later, first), later, first);

    /// <summary>Bits set where the later number is larger or NaN.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<T> Beats(Vector512<T> later, Vector512<T> first) =>
        Vector512.GreaterThan(later, first) | ~Vector512.Equals(later, later);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static (Vector512<T> Largest, Vector512<T> Tap) Winner(
        ref T x, ref T inside, bool isPadded, ReadOnlySpan<int> starts, int l)
    {
        var none = -Vector512<T>.One;
        var (largest, winner) = (Vector512<T>.Zero, none);
        for (var t = 0; t < starts.Length; t++)
        {
            var seen = Lanes.At(ref x, starts[t] + l);
            var wins = Beats(seen, largest) | Vector512.Equals(winner, none);
            if (isPadded) wins &= Vector512.GreaterThan(Lanes.At(ref inside, starts[t] + l), Vector512<T>.Zero);
            largest = Vector512.ConditionalSelect(wins, seen, largest);
            winner = Vector512.ConditionalSelect(wins, Vector512.Create(T.CreateTruncating(t)), winner);
        }
        return (largest, winner);
    }
}
