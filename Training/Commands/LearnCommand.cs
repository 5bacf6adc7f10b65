using System.CommandLine;

namespace CnnVerified.Training.Commands;

/// <summary>The command <c>learn</c>: exercises to write oneself, and their checks.</summary>
internal static class LearnCommand
{
    private const int Right = 0, NotRight = 1;

    private static readonly Argument<string> Folder = new("DIRECTORY")
    {
        Description = "The folder with the exercises.",
        DefaultValueFactory = _ => ".",
    };

    private static readonly Argument<string> NewFolder = new("DIRECTORY")
    {
        Description = "A new or an empty folder.",
    };

    private static readonly Option<bool> Package = new("--package")
    {
        Description = "Has the exercises refer to the package CnnVerified.Verification, not to this program's files; "
            + "NuGet must know a source that has it.",
    };

    private static readonly Option<bool> All = new("--all")
    {
        Description = "Checks every exercise, not only the next one.",
    };

    private static readonly Option<bool> Hint = new("--hint")
    {
        Description = "Reveals a hint at the first failed check already; each further one reveals one more.",
    };

    private static readonly Option<bool> Json = new("--json")
    {
        Description = "Prints one JSON object, with all hints, for a course's server.",
    };

    /// <summary>The command, ready to parse.</summary>
    public static Command Create()
    {
        var start = new Command("start", "Writes the exercises, one file each, into a folder.") { NewFolder, Package };
        start.SetAction(Start);
        var check = new Command(
            "check", "Builds the exercises and checks the next one: the first that is not right. Exit code 0: all that "
            + "was asked is right; 1: not.")
        {
            Folder, All, Hint, Json,
        };
        check.SetAction(parsed => Check(
            new StudentProject(parsed.GetRequiredValue(Folder)), parsed.GetValue(All), parsed.GetValue(Hint),
            parsed.GetValue(Json)));
        var watch = new Command("watch", "Checks the next exercise as often as a file is saved, until Ctrl-C.")
        {
            Folder,
        };
        watch.SetAction(Watch);
        var learn = new Command(
            "learn", $"{Course.Assignments.Count} exercises, from a derivative to a network that reads digits: write a "
            + "convolutional network yourself, and have each line checked. Without a further word: watch.")
        {
            Folder, start, check, watch, Answers(),
        };
        learn.SetAction(Watch);
        return learn;
    }

    /// <summary>What a check starts for itself: the process in which a student's code runs.</summary>
    private static Command Answers()
    {
        var assembly = new Argument<string>("ASSEMBLY");
        var answers = new Command(Examiner.Word) { assembly };
        answers.Hidden = true;
        answers.SetAction(parsed => Examiner.Answer(parsed.GetRequiredValue(assembly)));
        return answers;
    }

    private static void Start(ParseResult parsed)
    {
        var project = new StudentProject(parsed.GetRequiredValue(NewFolder));
        project.Start(parsed.GetValue(Package));
        Console.WriteLine($"{Course.Assignments.Count} exercises are in {project.Folder}.");
        Console.WriteLine($"Write {Course.Assignments[0].File}, then have it checked: learn check, or learn watch.");
    }

    private static int Watch(ParseResult parsed)
    {
        using var interruption = new Interruption();
        var project = new StudentProject(parsed.GetRequiredValue(Folder));
        var saved = new SavedFiles(project);
        while (Check(project, all: false, hint: false, json: false) != Right && saved.Wait(interruption.Token))
            Console.WriteLine(new string('-', 80));
        return interruption.Token.IsCancellationRequested ? interruption.ExitCode : Right;
    }

    private static int Check(StudentProject project, bool all, bool hint, bool json)
    {
        var (built, errors) = project.Build();
        List<Progress> found = [];
        if (built is not null)
        {
            using var examiner = new Examiner(built);
            var code = StudentCode.Load(built);
            foreach (var assignment in Course.Assignments)
            {
                found.Add(assignment.Check(new StudentCode(code, assignment.Name),
                    (question, k) => examiner.Ask(assignment, question, k)));
                if (!all && found[^1].Outcome != Outcome.Right) break;
            }
        }
        var right = found.Count(one => one.Outcome == Outcome.Right);
        if (json) Console.WriteLine(CourseJson.Of(found, errors));
        else if (built is null) Console.Write(CourseText.OfErrors(errors));
        else
        {
            var next = found.FirstOrDefault(one => one.Outcome != Outcome.Right);
            if (all) Console.Write(CourseText.Of(found));
            else if (next is not null)
                Console.Write(CourseText.Of(
                    next, next.Outcome == Outcome.Wrong ? new Hints(project.Folder).After(next, hint) : 0));
            Console.WriteLine();
            Console.Write(CourseText.Standing(right, next?.Assignment));
        }
        return right == Course.Assignments.Count ? Right : NotRight;
    }
}
