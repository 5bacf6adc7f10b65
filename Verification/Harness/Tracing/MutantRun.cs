namespace CnnVerified.Verification.Tracing;

/// <summary>What compiled code is told in a run with one of the replacements in it.</summary>
/// <param name="of">The code.</param>
/// <param name="turns">How many turns its loops may have.</param>
/// <param name="chosen">Which replacement to choose at each instruction that has some, counted from 1.</param>
internal sealed class MutantRun(Schemata of, int turns, int[] chosen)
{
    /// <summary>Which replacement to choose at each instruction that has some, counted from 1.</summary>
    public readonly int[] Chosen = chosen;

    /// <summary>How many turns loops had.</summary>
    public int Turns { get; private set; }

    /// <summary>One more turn of a loop.</summary>
    /// <exception cref="NotSupportedException">There are too many.</exception>
    public void Tick()
    {
        if (++Turns > turns) throw new NotSupportedException("a loop without an end");
    }

    /// <summary>A delegate of a method with its replacements: whoever calls it, it belongs to this run.</summary>
    /// <param name="target">The method's object; null if it has none.</param>
    /// <param name="run">This run.</param>
    /// <param name="number">Which delegate of the code it is.</param>
    public static Delegate Bound(object? target, MutantRun run, int number) => run.Bound(target, number);

    private Delegate Bound(object? target, int number)
    {
        var (type, method) = of.Delegates[number];
        return method.CreateDelegate(type, new Closure(target, this));
    }

    /// <summary>What such a delegate keeps.</summary>
    internal sealed class Closure(object? target, MutantRun run)
    {
        /// <summary>The method's object.</summary>
        public readonly object? Target = target;

        /// <summary>The run.</summary>
        public readonly MutantRun Run = run;
    }
}
