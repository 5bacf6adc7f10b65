using System.Globalization;
using System.Reflection;
using static CnnVerified.Verification.Editing.EditedMethod;

namespace CnnVerified.Verification.Editing;

/// <summary>Variables that stand for others, for constants, or with the other sign.</summary>
internal sealed class OtherVariables(EditedMethod of)
{
    /// <summary>Another variable of the same type.</summary>
    public IEnumerable<Edit> OfOneType(bool isWhole)
    {
        foreach (var read in of.Reads
            .Where(read => read.Type == typeof(int) == isWhole && of.Uses.IsOnlyRead(read, of.Known)))
        {
            var place = of.PlaceOf(read.Name, read.At);
            foreach (var (name, load) in of.VariablesAt(of.Code[read.At], read.Type)
                .Where(other => other.Name != read.Name))
                yield return new($"{name} stands for {place}", place,
                    new Replacement(of.Method, read.At, read.Count, load))
                {
                    Every = $"{name} stands for every {read.Name}",
                    Renaming = new(of, read.At, read.Name, name),
                };
        }
    }

    /// <summary>Constants that other variables or the negative should be.</summary>
    public IEnumerable<Edit> Constants()
    {
        foreach (var (i, op) in of.Ops.Where(one => one.Item.Name == "ldc.r8"))
        {
            var c = BitConverter.Int64BitsToDouble(op.Operand);
            var place = of.PlaceOf(c.ToString("R", CultureInfo.InvariantCulture), op);
            foreach (var (name, load) in of.VariablesAt(op, typeof(double)))
                yield return new($"{name} stands for {place}", place, of.Instead(i, load));
        }
    }

    /// <summary>Numbers that a method of the code's own is given, and that lack a factor.</summary>
    public IEnumerable<Edit> Given() =>
        from read in of.Edited
        where of.IsRead(read) && read.Whole is { } whole
            && Body.MemberOf(of.Method, of.Code[whole.To - 1]) is MethodInfo { DeclaringType: { } type }
            && Interpreter.IsOwn(type)
        let place = of.PlaceOf(read)
        from other in of.VariablesAt(of.Code[read.From], read.Type)
        select new Edit($"{place} is multiplied by {other.Name}", place,
            new Replacement(of.Method, read.To, 0, [.. other.Load, Named(of.Code[read.From], "mul")]))
        {
            Renaming = new(of, read.From, read.Text, $"{read.Text} * {other.Name}") { IsWhole = true },
        };

    /// <summary>Numbers that are read with the other sign.</summary>
    public IEnumerable<Edit> Signs()
    {
        foreach (var read in of.Edited.Where(of.IsRead))
        {
            var place = of.PlaceOf(read);
            yield return new($"{place} has the other sign", place,
                new Replacement(of.Method, read.To, 0, [Named(of.Code[read.From], "neg")]))
            {
                Every = $"the other sign belongs to every {read.Text}",
            };
        }
    }

    /// <summary>Entries that are a term too many.</summary>
    public IEnumerable<Edit> LeftOut() =>
        from read in of.Edited
        where of.IsRead(read) && of.Code[read.To - 1] is { Family: not ("ldloc" or "ldarg") }
            && read.Use is "0 of add" or "1 of add" or "0 of sub" or "1 of sub"
        let place = of.PlaceOf(read)
        let zero = read.Type == typeof(double) ? "ldc.r8" : "ldc.r4"
        select new Edit($"{place} is left out", place, new Replacement(of.Method, read.From, read.To - read.From,
            [of.Code[read.From] with { Family = "ldc", Name = zero, Operand = 0 }]));

    /// <summary>Parameters and fields of which 1 is subtracted, the square or what is left of 1 is taken.</summary>
    public IEnumerable<Edit> Formulas()
    {
        foreach (var read in of.Reads.Where(read =>
            read.Type == typeof(double) && of.Code[read.At + read.Count - 1].Family is "ldarg" or "ldfld" or "ldsfld"))
        {
            var (op, place) = (of.Code[read.At], of.PlaceOf(read.Name, of.Code[read.At]));
            var one = op with { Family = "ldc", Name = "ldc.r8", Operand = BitConverter.DoubleToInt64Bits(1) };
            foreach (var (words, more) in new (string, Op[])[]
            {
                ($"1 is subtracted from {place}", [one, Named(op, "sub")]),
                ($"the square of {place} stands for it", [Named(op, "dup"), Named(op, "mul")]),
                ($"1 − it stands for {place}", [Named(op, "neg"), one, Named(op, "add")]),
            })
                yield return new(words, place, new Replacement(of.Method, read.At + read.Count, 0, more));
        }
    }

    /// <summary>Variables that are set to what has the other sign.</summary>
    public IEnumerable<Edit> SignsSet() =>
        from set in of.Writes
        where set.Type == typeof(double) || set.Type == typeof(float)
        let place = of.PlaceOf(set.Name, of.Code[set.At])
        select new Edit($"the value of {place} has the other sign", place,
            new Replacement(of.Method, set.At, 0, [Named(of.Code[set.At], "neg")]));
}
