using static CnnVerified.Verification.Editing.EditedMethod;

namespace CnnVerified.Verification.Editing;

/// <summary>Where a part or a row of an array begins, which an index lacks.</summary>
internal sealed class Offsets(EditedMethod of)
{
    private const int MostProducts = 2;                         // an index of three axes lacks no more

    /// <summary>All of them: variables and products that are added.</summary>
    public IEnumerable<Edit> All() =>
        from index in of.Edited
        where index.Type.IsPrimitive
            && index.Use is "1 of ldelem" or "1 of ldelema" or "1 of get_Item" or "1 of Slice" or "1 of AsSpan"
        let op = of.Code[index.To - 1]
        let place = of.PlaceOf(index)
        from other in of.VariablesAt(op, typeof(int)).Where(one => one.Load.Length == 1).Concat(Rows(op))
        where !Mentions(index, other.Name) && index.Text.Count(one => one == '*') < MostProducts
        select new Edit($"{other.Name} is added to the index {place}", place,
            new Replacement(of.Method, index.To, 0, [.. other.Load, Named(op, "add")]));

    /// <summary>Products of two whole numbers that the method has elsewhere, with a place's variables.</summary>
    private IEnumerable<(string Name, Op[] Load)> Rows(Op at) =>
        from product in of.Expressions.Where(one => of.IsProduct(one) && one.Type == typeof(int))
            .DistinctBy(one => one.Text)
        let left = LoadOf(product.Parts[0], at)
        let right = LoadOf(product.Parts[1], at)
        where left is not null && right is not null
        select (product.Text, (Op[])[.. left, .. right, Named(at, "mul")]);

    private Op[]? LoadOf(Expression one, Op at) =>
        one.To - one.From == 1 && of.Code[one.From].Family == "ldc" ? [of.Code[one.From]]
        : of.VariablesAt(at, typeof(int)).FirstOrDefault(other => other.Name == one.Text).Load;

    /// <summary>Whether a variable is a part of an expression, or of what its variables are set to.</summary>
    private bool Mentions(Expression one, string name) => one.Mentions(name)
        || of.Code[one.From..one.To].Any(op => op.Family == "ldloc"
            && of.Definitions.TryGetValue(op.Operand, out var set) && set.To <= one.From && Mentions(set, name));
}
