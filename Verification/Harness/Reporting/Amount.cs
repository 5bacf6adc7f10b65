namespace CnnVerified.Verification.Reporting;

/// <summary>How reports write numbers of things.</summary>
internal static class Amount
{
    /// <summary>Such as <c>1,234</c>.</summary>
    public static string Of(int count) => count.ToString("N0", CultureInfo.InvariantCulture);

    /// <summary>Such as <c>1,234 entries</c>.</summary>
    public static string OfEntries(int count) => count == 1 ? "1 entry" : $"{Of(count)} entries";
}
