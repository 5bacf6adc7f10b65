using System.Diagnostics;

namespace CnnVerified.Verification.Tests.Training;

/// <summary>The built training program, run as a process of its own.</summary>
internal static class TrainingProgram
{
    /// <summary>Where it is.</summary>
    public static readonly string Dll = typeof(ExperimentSettings).Assembly.Location;

    /// <summary>Runs it to its end.</summary>
    public static (int ExitCode, string Output, string Error) Run(params string[] arguments) => Run([], arguments);

    /// <summary>Runs it with environment variables to its end.</summary>
    public static (int ExitCode, string Output, string Error) Run(
        (string Name, string Value)[] environment, params string[] arguments) =>
        EndOf(Start(arguments, environment));

    /// <summary>Runs it, and makes sure that it complains in this one sentence and prints nothing else.</summary>
    public static void Refuses(string sentence, params string[] arguments) =>
        Assert.That(Run(arguments), Is.EqualTo((2, "", sentence + Environment.NewLine)));

    /// <summary>Skips a test of a signal that whoever started the tests has them, and so the program, ignore.</summary>
    public static void IgnoreIfIgnored(int signal)
    {
        const string Status = "/proc/self/status", Ignored = "SigIgn:";
        if (!File.Exists(Status)) return;
        var set = File.ReadLines(Status)
            .Single(line => line.StartsWith(Ignored, StringComparison.Ordinal))[Ignored.Length..];
        if ((Convert.ToUInt64(set.Trim(), 16) >> (signal - 1) & 1) == 1)
            Assert.Ignore($"The tests were started to ignore signal {signal}, as nohup and background shells do.");
    }

    /// <summary>Sends a signal once it has printed a line that starts with some words, and waits for its end.</summary>
    public static (int ExitCode, string Output, string Error) Interrupt(
        string signal, string start, params string[] arguments) => Interrupt(signal, 1, start, arguments);

    /// <summary>Sends the signal several times at once.</summary>
    public static (int ExitCode, string Output, string Error) Interrupt(
        string signal, int times, string start, params string[] arguments)
    {
        using var process = Start(arguments, []);
        var error = process.StandardError.ReadToEndAsync();
        var line = process.StandardOutput.ReadLine();
        Assert.That(line, Does.StartWith(start));
        string[] targets = [.. Enumerable.Repeat($"{process.Id}", times)];
        using (var kill = Process.Start("kill", [$"-{signal}", .. targets])) kill.WaitForExit();
        if (!process.WaitForExit(TimeSpan.FromMinutes(10))) process.Kill();
        var output = line + Environment.NewLine + process.StandardOutput.ReadToEnd();
        return (process.ExitCode, output, error.Result);
    }

    /// <summary>Runs it, and kills it as soon as something is so.</summary>
    public static void KillWhen(Func<bool> isSo, params string[] arguments)
    {
        using var process = Start(arguments, []);
        while (!process.HasExited && !isSo()) Thread.Yield();
        process.Kill();
        process.WaitForExit();
    }

    /// <summary>Runs it, reads one line and leaves, as <c>head -1</c> does.</summary>
    public static (int ExitCode, string Line, string Error) ReadOneLine(params string[] arguments)
    {
        using var process = Start(arguments, []);
        var error = process.StandardError.ReadToEndAsync();
        var line = process.StandardOutput.ReadLine() ?? "";
        process.StandardOutput.Close();
        if (!process.WaitForExit(TimeSpan.FromMinutes(10))) process.Kill();
        return (process.ExitCode, line, error.Result);
    }

    /// <summary>Runs it to its end with its streams where words such as <c>2&gt;&amp;-</c> put them.</summary>
    public static (int ExitCode, string Output, string Error) Redirected(string words, params string[] arguments) =>
        InShell($"dotnet \"$0\" \"$@\" {words}", arguments);

    /// <summary>Runs it to its end after words of a shell that limit it.</summary>
    public static (int ExitCode, string Output, string Error) Limited(string words, params string[] arguments) =>
        InShell($"{words} dotnet \"$0\" \"$@\"", arguments);

    private static (int ExitCode, string Output, string Error) InShell(string command, string[] arguments) =>
        EndOf(Start(new ProcessStartInfo("sh", ["-c", command, Dll, .. arguments]), []));

    /// <summary>Runs it under settings of the runtime until it has printed some lines.</summary>
    public static string[] FirstLines(
        int count, IEnumerable<string> arguments, params (string Name, string Value)[] environment)
    {
        using var process = Start(arguments, environment);
        try
        {
            return [.. Enumerable.Range(0, count).Select(_ => process.StandardOutput.ReadLine() ?? "(nothing more)")];
        }
        finally
        {
            process.Kill();
        }
    }

    private static (int ExitCode, string Output, string Error) EndOf(Process started)
    {
        using var process = started;
        var error = process.StandardError.ReadToEndAsync();
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return (process.ExitCode, output, error.Result);
    }

    private static Process Start(IEnumerable<string> arguments, (string Name, string Value)[] environment) =>
        Start(new ProcessStartInfo("dotnet", [Dll, .. arguments]), environment);

    private static Process Start(ProcessStartInfo start, (string Name, string Value)[] environment)
    {
        (start.RedirectStandardOutput, start.RedirectStandardError) = (true, true);
        foreach (var (name, value) in environment) start.Environment[name] = value;
        return Process.Start(start)!;
    }
}
