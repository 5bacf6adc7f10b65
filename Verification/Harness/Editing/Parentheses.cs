namespace CnnVerified.Verification.Editing;

/// <summary>Two signs whose order is the other one: parentheses that are missing, or too many.</summary>
internal sealed class Parentheses(EditedMethod of)
{
    /// <summary>All of them.</summary>
    public IEnumerable<Edit> All()
    {
        foreach (var whole in of.Edited)
        {
            if (whole.Parts is not [var left, var right] || SignOf(whole) is not { } sign) continue;
            if (left.Parts is [var term, var other] && SignOf(left) is "+" or "-" && sign is "*" or "/"
                && AreAlike(term, other, right) && !of.Chooses(right) && of.PlaceOf(whole) is var place)
                yield return new(
                    $"{Text(Text(term, sign, right), SignOf(left)!, other).Text} stands for {place}", place,
                    new Replacement(of.Method, term.To, 0, of.Code[right.From..whole.To]),
                    new Replacement(of.Method, right.From, whole.To - right.From, []));
            if (of.Chooses(whole)) continue;
            if (left.Parts is [var a, var b] && SignOf(left) is { } first && Differ(first, sign, whole.Type)
                && AreAlike(a, b, right))
                yield return Instead(whole, Text(a, first, Text(b, sign, right)),
                    [.. Of(a), .. Of(b), .. Of(right), .. of.Code[right.To..whole.To], .. of.Code[b.To..left.To]]);
            if (right.Parts is [var c, var d] && SignOf(right) is { } second && Differ(sign, second, whole.Type)
                && AreAlike(left, c, d))
                yield return Instead(whole, Text(Text(left, sign, c), second, d),
                    [.. Of(left), .. Of(c), .. of.Code[right.To..whole.To], .. Of(d), .. of.Code[d.To..right.To]]);

            bool AreAlike(params Expression[] all) => Array.TrueForAll(all, one => one.Type == whole.Type);

            Expression Text(Expression x, string between, Expression y) =>
                Expression.Binary(whole.Type, x, between, y);
        }
    }

    private Edit Instead(Expression whole, Expression other, Op[] ops)
    {
        var place = of.PlaceOf(whole);
        return new($"{other.Text} stands for {place}", place,
            new Replacement(of.Method, whole.From, whole.To - whole.From, ops));
    }

    private Op[] Of(Expression one) => of.Code[one.From..one.To];

    private string? SignOf(Expression one) => Computation.Sign(Computation.Symbol(of.Method, of.Code[one.To - 1]));

    /// <summary>Whether (a ∘ b) ∙ c and a ∘ (b ∙ c) differ.</summary>
    private static bool Differ(string first, string second, Type type) => !((first, second) is ("+", "+" or "-")
        or ("*", "*") || (first, second) is ("*", "/") && type != typeof(int));
}
