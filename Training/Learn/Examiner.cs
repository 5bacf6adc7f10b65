using System.Diagnostics;
using System.Text.Json;

namespace CnnVerified.Training.Learn;

/// <summary>
/// Runs a student's code in a process of its own, which an endless recursion, an endless loop or an exit may end, and
/// which is then started anew for the next question. What the code prints goes to the error stream.
/// </summary>
internal sealed class Examiner(string assembly) : IDisposable
{
    /// <summary>The word of the command line that starts such a process.</summary>
    public const string Word = "answer";

    private const string Overflow = "Stack overflow.";
    private const string Frame = "   at " + StudentCode.Namespace + ".";

    private readonly StringBuilder trace = new();
    private Process? process;

    /// <summary>What the student's code comes to in the k-th question of an exercise.</summary>
    public Answer Ask(Assignment assignment, Question question, int k)
    {
        process ??= Start();
        try
        {
            process.StandardInput.WriteLine($"{assignment.Number} {k}");
            var line = process.StandardOutput.ReadLineAsync();
            if (!line.Wait(question.Patience))
            {
                Dispose();
                return new(Outcome.Wrong, $"It was not done after {question.Patience.TotalSeconds} seconds.",
                    "in a loop that does not end")
                { IsLast = true };
            }
            if (line.Result is { } text) return JsonSerializer.Deserialize<Answer>(text)!;
        }
        catch (IOException)
        {
            // It has ended, as is told below.
        }
        return OfItsEnd();
    }

    /// <summary>Answers questions until there are no more: what the process does.</summary>
    public static void Answer(string assembly)
    {
        using var answers = new StreamWriter(Console.OpenStandardOutput()) { AutoFlush = true };
        Console.SetOut(Console.Error);
        var (built, lines) = (StudentCode.Load(assembly), new StreamReader(Console.OpenStandardInput()));
        Console.SetIn(TextReader.Null);
        for (var line = lines.ReadLine(); line is not null;)
        {
            var answer = Task.Run(() => AnswerOf(line));
            var next = Task.Run(lines.ReadLine);          // ends early if whoever asked has ended
            if (Task.WaitAny(answer, next) == 1) return;
            answers.WriteLine(JsonSerializer.Serialize(answer.Result));
            line = next.Result;
        }

        Answer AnswerOf(string line)
        {
            var numbers = Array.ConvertAll(line.Split(' '), text => int.Parse(text, CultureInfo.InvariantCulture));
            var assignment = Course.Assignments[numbers[0] - 1];
            return assignment.Questions(new StudentCode(built, assignment.Name))[numbers[1]].Answer();
        }
    }

    /// <summary>Ends the process, whatever it does.</summary>
    public void Dispose()
    {
        process?.Kill(entireProcessTree: true);
        process?.Dispose();
        process = null;
    }

    private Process Start()
    {
        trace.Clear();
        var started = StudentProject.Start(new("dotnet",
            ["exec", typeof(Examiner).Assembly.Location, "learn", Word, assembly])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        });
        started.ErrorDataReceived += (_, line) =>
        {
            if (trace.Length > 0 || line.Data == Overflow) trace.Append(line.Data).Append('\n');
            else if (line.Data is { } printed) Console.Error.WriteLine(printed);
        };
        started.BeginErrorReadLine();
        return started;
    }

    private Answer OfItsEnd()
    {
        process!.WaitForExit();
        var (code, text) = (process.ExitCode, trace.ToString());
        Dispose();
        if (text.Length == 0)
            return new(
                Outcome.Wrong, $"It ended the program, with exit code {code}.", "a method only returns its result");
        var frame = text.Split('\n').FirstOrDefault(line => line.StartsWith(Frame, StringComparison.Ordinal));
        return new(Outcome.Wrong, "The stack overflowed: a method calls itself without an end.",
            frame is null ? "a method calls itself" : $"in {frame[Frame.Length..].Split('(')[0]}, which calls itself");
    }
}
