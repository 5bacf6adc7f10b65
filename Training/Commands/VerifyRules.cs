using System.CommandLine;
using System.CommandLine.Parsing;
using static CnnVerified.Training.Commands.VerifyOptions;

namespace CnnVerified.Training.Commands;

/// <summary>Which options of <c>verify</c> go together.</summary>
internal static class VerifyRules
{
    /// <summary>Refuses options that do not go together.</summary>
    /// <exception cref="InvalidDataException">Some do not; the message is one sentence.</exception>
    public static void Require(ParseResult parsed)
    {
        Option[] ofReports = [Projections, Part, Output, Merged, Format];
        if (IsGiven(parsed, Planted) && ofReports.FirstOrDefault(option => IsGiven(parsed, option)) is { } reporting)
            throw new InvalidDataException(
                $"{reporting.Name} does not go with --plant, which tells a story, not a report.");
        Option[] ofExercises = [HideAnswer, Reveal];
        if (ofExercises.FirstOrDefault(option => IsGiven(parsed, option)) is { } teaching
            && (parsed.GetValue(Planted) is null or Exercise.List or Exercise.All))
            throw new InvalidDataException($"{teaching.Name} needs --plant and a mistake.");
        if (IsGiven(parsed, HideAnswer) && IsGiven(parsed, Reveal))
            throw new InvalidDataException($"{HideAnswer.Name} and {Reveal.Name} are opposites: give one of them.");
        if (IsGiven(parsed, Reveal) && (IsGiven(parsed, Report) || parsed.GetValue(Planted) == Exercise.Random))
            throw new InvalidDataException(
                $"{Reveal.Name} is the answer of one exercise: it goes with the number that {HideAnswer.Name} gave.");
        if (IsGiven(parsed, Report) && parsed.GetValue(Planted) is Exercise.List or Exercise.All)
            throw new InvalidDataException($"{Report.Name} shows one check: --plant needs the name of a mistake.");
        Option[] ofChecks = [.. TrainOptions.OfNetwork, Image, Projections, Part, Report];
        if (IsGiven(parsed, Merged) && ofChecks.FirstOrDefault(option => IsGiven(parsed, option)) is { } checking)
            throw new InvalidDataException(
                $"{checking.Name} is for a check, but --merge only reads reports of checks.");
        if (IsGiven(parsed, Part) && IsGiven(parsed, Projections))
            throw new InvalidDataException("--shard splits a check of every entry, which --projections is not.");
        if (IsGiven(parsed, Part) && IsGiven(parsed, Report))
            throw new InvalidDataException($"{Report.Name} shows a whole check, which {Part.Name} splits.");
        if (IsGiven(parsed, Part) && !IsGiven(parsed, Output))
            throw new InvalidDataException("--shard needs --output FILE, where its report goes.");
    }

    private static bool IsGiven(ParseResult parsed, Option option) => parsed.GetResult(option) is { Implicit: false };
}
