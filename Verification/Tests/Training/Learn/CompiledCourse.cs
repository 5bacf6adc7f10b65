using System.Collections.Concurrent;
using System.Reflection;
using CnnVerified.Training.Learn;

namespace CnnVerified.Verification.Tests.Training.Learn;

/// <summary>All stubs, solutions and mistakes in one assembly, each in a namespace of its own.</summary>
internal static class CompiledCourse
{
    private static readonly Lazy<Assembly> Built = new(Build);
    private static readonly ConcurrentDictionary<(Assignment, string), Progress> Checked = [];

    public static string Solution(Assignment assignment) => Text(typeof(CompiledCourse).Assembly, assignment);

    public static string Stub(Assignment assignment) => Text(typeof(Course).Assembly, assignment);

    /// <summary>What the checks say of the code in a namespace.</summary>
    public static Progress Check(Assignment assignment, string space) => Checked.GetOrAdd(
        (assignment, space), _ => assignment.Check(new StudentCode(Built.Value, assignment.Name, space)));

    public static string SpaceOf(Mistake mistake) => $"Mistake{Array.IndexOf(Mistakes.All, mistake)}";

    private static Assembly Build()
    {
        using var folder = new TemporaryFolder();
        var project = new StudentProject(folder.Path);
        project.Start();
        foreach (var assignment in Course.Assignments)
        {
            File.Delete(Path.Combine(folder.Path, assignment.File));
            Write($"Stub{assignment.Name}", "Stub", Stub(assignment));
            Write($"Solution{assignment.Name}", "Solution", Solution(assignment));
        }
        foreach (var mistake in Mistakes.All)
        {
            var right = Solution(Course.Assignments.Single(one => one.Name == mistake.Exercise));
            Assert.That(right, Does.Contain(mistake.Right), mistake.ToString());
            Write(SpaceOf(mistake), SpaceOf(mistake), right.Replace(mistake.Right, mistake.Wrong));
        }
        var (built, errors) = project.Build();
        return built is not null ? StudentCode.Load(built)
            : throw new InvalidOperationException(string.Join('\n', errors));

        void Write(string file, string space, string text) => File.WriteAllText(
            Path.Combine(folder.Path, $"{file}.cs"),
            text.Replace("namespace Exercises;", $"using Solution;\nnamespace {space};"));
    }

    private static string Text(Assembly assembly, Assignment assignment)
    {
        using var text = new StreamReader(assembly.GetManifestResourceStream($"learn/{assignment.File}")!);
        return text.ReadToEnd();
    }
}
