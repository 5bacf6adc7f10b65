using System.Runtime.ExceptionServices;

namespace CnnVerified.Verification.Evaluation;

/// <summary>
/// Does something for every entry on as many threads as <see cref="Parallelism.Threads"/> allows, each worker with
/// tools of its own. Workers take blocks of entries as they come; an entry's result does not depend on who computes
/// it. What one of them throws reaches the caller as it is.
/// </summary>
internal sealed class Workers<TTool>(bool parallel, Func<TTool> newTool)
{
    private readonly Lazy<TTool>[] tools =
        [.. Enumerable.Range(0, parallel ? Parallelism.Threads : 1).Select(_ => new Lazy<TTool>(newTool))];

    /// <summary>Calls <paramref name="action"/> for entries 0 … count − 1, handed out in blocks.</summary>
    public void ForEach(int count, int block, Action<TTool, int> action) =>
        ForEachBlock(count, block, (tool, entries) =>
        {
            for (var entry = entries.Start.Value; entry < entries.End.Value; entry++) action(tool, entry);
        });

    /// <summary>
    /// Calls <paramref name="action"/> for entries 0 … count − 1, block by block. A single block needs no second
    /// worker.
    /// </summary>
    public void ForEachBlock(int count, int block, Action<TTool, Range> action)
    {
        var next = -block;
        if (count <= block || tools.Length == 1) Work(tools[0]);
        else WorkTogether();

        void WorkTogether()
        {
            try
            {
                Parallel.ForEach(tools, new ParallelOptions { MaxDegreeOfParallelism = tools.Length }, Work);
            }
            catch (AggregateException e)
            {
                ExceptionDispatchInfo.Throw(e.InnerExceptions[0]);
            }
        }

        void Work(Lazy<TTool> tool) => Parallelism.Alone(() =>
        {
            for (var start = Interlocked.Add(ref next, block); start < count; start = Interlocked.Add(ref next, block))
                action(tool.Value, start..Math.Min(start + block, count));
        });
    }
}
