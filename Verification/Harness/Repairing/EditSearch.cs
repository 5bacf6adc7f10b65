using System.Reflection;

namespace CnnVerified.Verification.Repairing;

/// <summary>
/// Tries edits of a backward pass until time is over, and goes on where it ended: those are found that mend it, mend
/// another pass as well, and leave the forward pass as it is.
/// </summary>
internal sealed class EditSearch(
    BackwardTape pass, Tape? forward, IReadOnlySet<MethodBase> shared, Lazy<BackwardTape?> elsewhere)
{
    private readonly Dictionary<bool, Batch> batches = [];
    private Edit[]? edits;

    /// <summary>The next ones that are found.</summary>
    /// <param name="areLikely">Whether mistakes that are usual are looked for, or the others.</param>
    /// <param name="isOver">Whether to end.</param>
    public IEnumerable<Repair> Next(bool areLikely, Func<bool> isOver)
    {
        if (isOver()) yield break;
        if (!batches.TryGetValue(areLikely, out var batch)) batches[areLikely] = batch = Compiled(areLikely);
        for (; batch.Tried < batch.All.Length && !isOver(); batch.Tried++)
        {
            var (number, edit) = (batch.Tried, batch.All[batch.Tried]);
            if (Mended(pass) is { Length: > 0 } gradients && HoldsElsewhere() && LeavesForward())
                yield return new(edit.Words, edit.Place, areLikely ? 1 : 2, gradients) { Elsewhere = Mended };

            int[] Mended(BackwardTape of) =>
                of.Tape.Mutated(batch.Schemata, number) is { } outputs ? of.MendedBy(outputs) : [];

            bool HoldsElsewhere() => elsewhere.Value?.IsRight != false || Mended(elsewhere.Value).Length > 0;

            bool LeavesForward() => !shared.Contains(edit.Instead[0].Method)
                || forward?.Mutated(batch.Schemata, number)?.SequenceEqual(forward.Outputs) == true;
        }
    }

    /// <summary>None where compiled code does not give what the pass gives.</summary>
    private Batch Compiled(bool areLikely)
    {
        MethodBase[] methods = [.. pass.Tape.Methods.Where(one => !CodePlace.IsLibrary(one))];
        MethodBase[] known = [.. methods.Union(shared.Where(one => !CodePlace.IsLibrary(one)))];
        edits ??= [.. methods.SelectMany(one => Edits.Of(one, known))];
        var all = Array.FindAll(edits, one => one.IsLikely == areLikely);
        var schemata = new Schemata(known, all.Select(one => one.Instead));
        return !schemata.MayRecurse && !Body.Reached(known).Any(Hazards.AreIn)
            && pass.Tape.Mutated(schemata, Schemata.Unchanged) is { } same && pass.Tape.Gives(same)
            ? new(all, schemata) : new([], schemata);
    }

    private sealed record Batch(Edit[] All, Schemata Schemata)
    {
        public int Tried { get; set; }
    }
}
