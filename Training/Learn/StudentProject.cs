using System.Diagnostics;
using System.Reflection;
using System.Security;
using System.Security.Cryptography;
using System.Text.RegularExpressions;

namespace CnnVerified.Training.Learn;

/// <summary>The folder with a student's exercises: how it is written, and how it is built.</summary>
internal sealed partial class StudentProject(string folder)
{
    private const string Prefix = "learn/", Project = "Exercises.csproj", Output = "bin/learn";

    /// <summary>Where it is.</summary>
    public string Folder { get; } = Path.GetFullPath(folder);

    /// <summary>Writes all exercises into a new or empty folder.</summary>
    /// <exception cref="InvalidDataException">There is something in the folder already.</exception>
    public void Start(bool fromPackage = false)
    {
        if (File.Exists(Folder) || Directory.Exists(Folder) && Directory.EnumerateFileSystemEntries(Folder).Any())
            throw new InvalidDataException($"'{folder}' is not empty, but must be a new or an empty folder.");
        var program = typeof(StudentProject).Assembly;
        string[] names = [.. program.GetManifestResourceNames().Where(
            name => name.StartsWith(Prefix, StringComparison.Ordinal))];
        var isNew = !Directory.Exists(Folder);
        try
        {
            Directory.CreateDirectory(Folder);
            foreach (var name in names)
            {
                using var text = new StreamReader(program.GetManifestResourceStream(name)!);
                WholeFile.Write(
                    PathOf(name), Encoding.UTF8.GetBytes(text.ReadToEnd().Replace("@REFERENCES@", References())));
            }
        }
        catch (IOException) when (Directory.Exists(Folder))
        {
            foreach (var name in names) File.Delete(PathOf(name));
            if (isNew) Directory.Delete(Folder);
            throw;
        }

        string PathOf(string name) => Path.Combine(Folder, name[Prefix.Length..]);

        string References() => fromPackage
            ? $"<PackageReference Include=\"CnnVerified.Verification\" Version=\"{Version}\" />"
            : string.Join("\n    ", new[] { typeof(Layers.Shape), typeof(GradientCheck) }.Select(type =>
                $"<Reference Include=\"{type.Assembly.GetName().Name}\" "
                + $"HintPath=\"{SecurityElement.Escape(type.Assembly.Location)}\" />"));
    }

    /// <summary>A hash of all that is built: whatever a file's time, a change changes it.</summary>
    /// <exception cref="InvalidDataException">There are no exercises here.</exception>
    public string Fingerprint()
    {
        if (!File.Exists(Path.Combine(Folder, Project)))
            throw new InvalidDataException(
                $"There are no exercises in '{folder}': write them with learn start DIRECTORY.");
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var file in Directory.EnumerateFiles(Folder, "*.cs*").Order(StringComparer.Ordinal))
        {
            hash.AppendData(Encoding.UTF8.GetBytes(Path.GetFileName(file)));
            hash.AppendData(File.ReadAllBytes(file));
        }
        return Convert.ToHexString(hash.GetHashAndReset());
    }

    /// <summary>Builds it, if anything was changed.</summary>
    /// <returns>The assembly's file, or what the compiler says.</returns>
    /// <exception cref="InvalidDataException">There are no exercises here, or there is no SDK.</exception>
    public (string? Built, IReadOnlyList<string> Errors) Build()
    {
        var assembly = Path.Combine(Folder, Output, Path.ChangeExtension(Project, "dll"));
        var built = Path.Combine(Folder, Output, "sources");
        var sources = Fingerprint();
        if (File.Exists(built))
        {
            if (File.ReadAllText(built) == sources) return (assembly, []);
            File.Delete(built);
        }
        var start = new ProcessStartInfo("dotnet",
            [
                "build", Project, "-c", "Release", "-v", "quiet", "--nologo", "--no-incremental", "-o", Output,
                "-nodeReuse:false", "-p:UseSharedCompilation=false", "-p:UseAppHost=false", "-p:WarningLevel=0",
            ])
        {
            WorkingDirectory = Folder,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var name in start.Environment.Keys.Where(
            name => name.StartsWith("MSBUILD", StringComparison.OrdinalIgnoreCase)).ToArray())
            start.Environment.Remove(name);
        start.Environment["DOTNET_CLI_UI_LANGUAGE"] = "en";
        using var build = Start(start);
        var error = build.StandardError.ReadToEndAsync();
        var output = build.StandardOutput.ReadToEnd() + error.Result;
        build.WaitForExit();
        if (build.ExitCode != 0) return (null, ErrorsIn(output));
        File.WriteAllText(built, sources);
        return (assembly, []);
    }

    /// <summary>Starts a process of the SDK.</summary>
    /// <exception cref="InvalidDataException">There is no SDK.</exception>
    public static Process Start(ProcessStartInfo start)
    {
        try
        {
            return Process.Start(start)!;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            throw new InvalidDataException("dotnet was not found, but exercises are built with the .NET SDK.");
        }
    }

    private static string Version => typeof(GradientCheck).Assembly
        .GetCustomAttribute<AssemblyInformationalVersionAttribute>()!.InformationalVersion.Split('+')[0];

    /// <summary>Such as <c>03-DenseForward.cs, line 14: ; expected</c>, or else all that was printed.</summary>
    private static string[] ErrorsIn(string output)
    {
        string[] errors = [.. Error().Matches(output).Select(error =>
            Path.GetFileName(error.Groups["file"].Value)
            + (error.Groups["line"].Success ? $", line {error.Groups["line"].Value}: " : ": ")
            + error.Groups["message"].Value).Distinct()];
        return errors.Length > 0 ? errors : [output.Trim()];
    }

    [GeneratedRegex(
        @"^\s*(?<file>[^\n(]+?)(\((?<line>\d+),\d+\))? ?: error \w+: (?<message>.*?)( \[[^\[\n]*\])?\r?$",
        RegexOptions.Multiline)]
    private static partial Regex Error();
}
