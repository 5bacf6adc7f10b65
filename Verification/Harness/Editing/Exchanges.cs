using System.Text.RegularExpressions;
using static CnnVerified.Verification.Editing.EditedMethod;

namespace CnnVerified.Verification.Editing;

/// <summary>Two variables, or two whole numbers that are computed, that change places.</summary>
internal sealed class Exchanges(EditedMethod of)
{
    private const int MostApart = 4;

    /// <summary>Two variables of one type change places wherever a line, or the whole method, reads them.</summary>
    public IEnumerable<Edit> Throughout(bool isWhole)
    {
        var all = of.Uses.Reads.Where(read => read.Type == typeof(int) == isWhole && read.Count == 1
            && !read.Type.IsArray && of.Code[read.At].Family is "ldloc" or "ldarg").ToArray();
        foreach (var same in all.GroupBy(one => of.PlaceOf(one.Name, of.Code[one.At]).Where).Select(
            line => (Reads: line.ToArray(), Where: line.Key)).Append((Reads: all, Where: "wherever they are read")))
        {
            Use[][] names = [.. same.Reads.GroupBy(one => (one.Name, one.Type)).Select(one => one.ToArray())];
            foreach (var (k, first) in names.Index())
                foreach (var second in names.Skip(k + 1).Where(one => one[0].Type == first[0].Type))
                    if (first.Length + second.Length > 2)
                        yield return new($"{first[0].Name} and {second[0].Name} change places {same.Where}",
                            of.PlaceOf(first[0].Name, of.Code[first[0].At]),
                            [.. first.Select(at => of.Instead(at.At, of.Code[second[0].At])),
                                .. second.Select(at => of.Instead(at.At, of.Code[first[0].At]))]);
        }
    }

    /// <summary>
    /// Two whole numbers of one line that are computed alike, or as quotient and remainder, change places.
    /// </summary>
    public IEnumerable<Edit> Computed()
    {
        foreach (var line in of.Edited.Where(one => one.Type == typeof(int) && one.Parts.Length == 2)
            .Select(one => (One: one, Place: of.PlaceOf(one))).GroupBy(one => one.Place.Where))
            foreach (var (k, (first, place)) in line.Index())
                foreach (var (second, other) in line.Skip(k + 1).Where(one => AreAlike(first, one.One)))
                    yield return new($"{place.Which} and {other.Which} change places {place.Where}", place,
                        At(first, second), At(second, first));

        bool AreAlike(Expression one, Expression two) => one.Text != two.Text
            && (one.To <= two.From || two.To <= one.From)
            && (Kinds(one).SequenceEqual(Kinds(two)) || IsShare(one) && IsShare(two));

        IEnumerable<string> Kinds(Expression one) => of.Code[one.From..one.To].Select(op => op.Family);

        bool IsShare(Expression one) => of.Code[one.To - 1].Family is "div" or "rem";

        Replacement At(Expression at, Expression from) =>
            new(of.Method, at.From, at.To - at.From, of.Code[from.From..from.To]);
    }

    /// <summary>Two variables of one type and one line change places.</summary>
    public IEnumerable<Edit> OnALine(bool isWhole)
    {
        foreach (var line in of.Reads
            .Where(read => read.Type == typeof(int) == isWhole && of.Uses.IsOnlyRead(read, of.Known))
            .Select(read => (Read: read, Place: of.PlaceOf(read.Name, read.At)))
            .GroupBy(one => (one.Place.Where, one.Read.Type)))
            foreach (var (k, (first, place)) in line.Index())
                foreach (var (second, other) in line.Skip(k + 1).Take(MostApart))
                    if (first.Name != second.Name)
                    {
                        var whole = of.WholeOf(first.At) is { } one && of.WholeOf(second.At) is { } two
                            ? Around(one, two) : null;
                        var what = whole is null ? $"{place.Which} and {other.Which}"
                            : $"{first.Name} and {second.Name} in {whole.Text}";
                        yield return new($"{what} change places {place.Where}", place,
                            At(first, second), At(second, first))
                        {
                            Renaming = whole is null ? null : new(
                                of, whole.From, whole.Text, Exchanged(whole.Text, first.Name, second.Name))
                            { IsWhole = true },
                        };
                    }

        static string Exchanged(string text, string one, string other) => Regex.Replace(text,
            $@"(?<![\w.])({Regex.Escape(one)}|{Regex.Escape(other)})(?!\w)",
            found => found.Value == one ? other : one);

        Expression? Around(Expression one, Expression two) => one.From <= two.From && two.To <= one.To ? one
            : two.From <= one.From && one.To <= two.To ? two : null;

        Replacement At(Use at, Use from) =>
            new(of.Method, at.At, at.Count, of.Code[from.At..(from.At + from.Count)]);
    }
}
