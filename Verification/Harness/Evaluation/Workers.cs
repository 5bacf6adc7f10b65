using CnnVerified.Layers;

namespace CnnVerified.Verification;

/// <summary>
/// Does something for every entry on all cores, each worker with tools of its own. Workers take blocks of entries as
/// they come; an entry's result does not depend on who computes it.
/// </summary>
internal sealed class Workers<TTool>(bool parallel, Func<TTool> newTool)
{
    private readonly Lazy<TTool>[] tools =
        [.. Enumerable.Range(0, parallel ? Environment.ProcessorCount : 1).Select(_ => new Lazy<TTool>(newTool))];

    /// <summary>
    /// Calls <paramref name="action"/> for entries 0 … count − 1, handed out in blocks. A single block needs no
    /// second worker.
    /// </summary>
    public void ForEach(int count, int block, Action<TTool, int> action)
    {
        var next = -block;
        if (count <= block) Work(tools[0]);
        else Parallel.ForEach(tools, new ParallelOptions { MaxDegreeOfParallelism = tools.Length }, Work);

        void Work(Lazy<TTool> tool) => Parallelism.Alone(() =>
        {
            for (var start = Interlocked.Add(ref next, block); start < count; start = Interlocked.Add(ref next, block))
                for (var entry = start; entry < Math.Min(start + block, count); entry++)
                    action(tool.Value, entry);
        });
    }
}
