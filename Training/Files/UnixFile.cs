using System.Runtime.InteropServices;

namespace CnnVerified.Training.Files;

/// <summary>
/// What Unix knows of a file that .NET does not tell: whether it is a device or a pipe, whose it is, and whether it was
/// open from the beginning.
/// </summary>
internal static class UnixFile
{
    private const int ModeAt = 1, UserAt = 2, GroupAt = 3, FieldsAndMore = 64;
    private const int TypeBits = 0xf000, Regular = 0x8000, ClosedForOthers = 1, LongestPath = 4096;

    /// <summary>
    /// Whether a file is there that is no regular one, such as a device or a pipe; links are followed.
    /// </summary>
    public static bool IsSpecial(string path) => StatusOf(path) is { } status && (status[ModeAt] & TypeBits) != Regular;

    /// <summary>
    /// Whether whoever started the program left a stream open for it. .NET closes its own files for other programs, and
    /// may have opened one under the number of a stream that was closed.
    /// </summary>
    public static bool IsInherited(int descriptor) =>
        OperatingSystem.IsWindows() || (Flags(descriptor) & ClosedForOthers) == 0;

    /// <summary>
    /// The path of a folder without links, which <c>..</c> after a link makes another one than it looks; as it is if
    /// there is no such folder, and on Windows.
    /// </summary>
    public static string WithoutLinks(string folder)
    {
        var path = new byte[LongestPath];
        return OperatingSystem.IsWindows() || RealPath(folder, path) == 0
            ? folder : Encoding.UTF8.GetString(path.AsSpan(0, path.IndexOf((byte)0)));
    }

    /// <summary>Gives a file to the user and the group that another one belongs to.</summary>
    /// <exception cref="UnauthorizedAccessException">It may not be given away.</exception>
    public static void GiveToOwnerOf(string other, string path)
    {
        if (StatusOf(other) is not { } wanted || StatusOf(path) is not { } status) return;
        if (wanted[UserAt] == status[UserAt] && wanted[GroupAt] == status[GroupAt]) return;
        if (ChangeOwner(path, wanted[UserAt], wanted[GroupAt]) != 0)
            throw new UnauthorizedAccessException($"'{path}' may not be given to the owner of '{other}'.");
    }

    /// <summary>
    /// The fields of .NET's own description of a file on Unix, which is alike on Linux and macOS: flags, mode, user,
    /// group and others; null without such a file, and on Windows.
    /// </summary>
    private static int[]? StatusOf(string path)
    {
        var fields = new int[FieldsAndMore];
        return !OperatingSystem.IsWindows() && Status(path, fields) == 0 ? fields : null;
    }

    [DllImport("libSystem.Native", EntryPoint = "SystemNative_Stat")]
    private static extern int Status([MarshalAs(UnmanagedType.LPUTF8Str)] string path, [Out] int[] fields);

    [DllImport("libSystem.Native", EntryPoint = "SystemNative_FcntlGetFD")]
    private static extern int Flags(nint descriptor);

    [DllImport("libc", EntryPoint = "realpath")]
    private static extern nint RealPath([MarshalAs(UnmanagedType.LPUTF8Str)] string path, [Out] byte[] found);

    [DllImport("libc", EntryPoint = "chown")]
    private static extern int ChangeOwner([MarshalAs(UnmanagedType.LPUTF8Str)] string path, int user, int group);
}
