using System.Reflection;
using System.Runtime.Loader;

namespace CnnVerified.Training.Learn;

/// <summary>The student's code is not what an exercise asks for; the message says what is.</summary>
internal sealed class StudentCodeException(string message) : Exception(message);

/// <summary>A compiled class of a student, whose methods are found by name and signature.</summary>
internal sealed class StudentCode(Assembly assembly, string name, string space = StudentCode.Namespace)
{
    /// <summary>Where the exercises' classes are.</summary>
    public const string Namespace = "Exercises";

    private static readonly Dictionary<Type, string> Keywords = new()
    {
        [typeof(void)] = "void",
        [typeof(double)] = "double",
        [typeof(int)] = "int",
    };

    /// <summary>Loads a built assembly from memory, so that it can be built anew.</summary>
    public static Assembly Load(string path)
    {
        using var code = new MemoryStream(File.ReadAllBytes(path));
        var symbols = Path.ChangeExtension(path, ".pdb");
        using var lines = File.Exists(symbols) ? new MemoryStream(File.ReadAllBytes(symbols)) : null;
        return new AssemblyLoadContext(Namespace, isCollectible: true).LoadFromStream(code, lines);
    }

    /// <summary>Whether an assembly was loaded so.</summary>
    public static bool IsOfStudent(Assembly? loaded) =>
        loaded is not null && AssemblyLoadContext.GetLoadContext(loaded)?.Name == Namespace;

    /// <summary>A public static method.</summary>
    /// <exception cref="StudentCodeException">There is none of this signature.</exception>
    public TDelegate Method<TDelegate>(string method) where TDelegate : Delegate
    {
        var asked = typeof(TDelegate).GetMethod("Invoke")!;
        Type[] parameters = [.. asked.GetParameters().Select(parameter => parameter.ParameterType)];
        var type = assembly.GetType($"{space}.{name}")
            ?? throw new StudentCodeException($"There must be a class {name} in the namespace {Namespace}.");
        var found = type.GetMethod(method, BindingFlags.Public | BindingFlags.Static, parameters);
        return found?.ReturnType == asked.ReturnType ? found.CreateDelegate<TDelegate>()
            : throw new StudentCodeException($"{name} must have a method public static {Word(asked.ReturnType)} "
                + $"{method}({string.Join(", ", parameters.Select(Word))}).");
    }

    private static string Word(Type type) =>
        type.IsArray ? Innermost(type, "")
        : type.IsGenericType
            ? (type.IsValueType ? "({0})" : type.Name.Split('`')[0] + "<{0}>")
                .Replace("{0}", string.Join(", ", type.GenericTypeArguments.Select(Word)))
        : Keywords.GetValueOrDefault(type, type.Name);

    /// <summary>C# writes the outermost rank first.</summary>
    private static string Innermost(Type type, string ranks) => !type.IsArray ? Word(type) + ranks
        : Innermost(type.GetElementType()!, $"{ranks}[{new string(',', type.GetArrayRank() - 1)}]");
}
