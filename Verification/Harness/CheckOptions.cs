namespace CnnVerified.Verification;

/// <summary>How a gradient is checked, whatever it is the gradient of.</summary>
internal sealed record CheckOptions
{
    /// <summary>What the report calls the subject, instead of its kind and shape.</summary>
    public string? Name { get; init; }

    /// <summary>Who is told how far the check is; null if nobody.</summary>
    public IProgress<CheckProgress>? Progress { get; init; }

    /// <summary>What ends the check.</summary>
    public CancellationToken Cancellation { get; init; }

    /// <summary>Which tensors are checked, by name, and which entries of them; null for all.</summary>
    public IReadOnlyDictionary<string, Range>? Only { get; init; }

    /// <summary>Why undecided entries may pass; null if they may not.</summary>
    public string? Waiver { get; init; }

    /// <summary>By what share an entry may be off; null for what can be told.</summary>
    public double? Tolerance { get; init; }

    /// <summary>The same in words, with the reason.</summary>
    public string? Leeway { get; init; }

    /// <summary>Whether dual numbers are asked; null where the number of entries decides.</summary>
    public bool? Dual { get; init; }

    /// <summary>Whether a diagnosis is made.</summary>
    public bool IsDiagnosed { get; init; } = true;

    /// <summary>How long it may take; null for as long as is usual.</summary>
    public TimeSpan? DiagnosisTime { get; init; }

    /// <summary>Whether it runs the code once more operation by operation.</summary>
    public bool IsTraced { get; init; } = true;

    /// <summary>Along how many random directions a tensor is checked; null for every entry.</summary>
    public int? Projections { get; init; }

    /// <summary>Whether finite differences are asked where dual numbers are.</summary>
    public bool IsNumeric { get; init; } = true;

    /// <summary>Whether code that is not the library's may run on several threads.</summary>
    public bool IsAllowedInParallel { get; init; }
}
