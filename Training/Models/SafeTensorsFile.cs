using System.Buffers.Binary;
using System.Text.Json;

namespace CnnVerified.Training.Models;

/// <summary>
/// The safetensors format: 8 bytes little-endian, the length of the header; the header, a JSON object padded with
/// spaces; the tensors' bytes without gaps. The header names each tensor's <c>dtype</c>, <c>shape</c> and
/// <c>data_offsets</c> (begin and end, counted from the header's end); <c>__metadata__</c> maps words to words.
/// </summary>
/// <remarks>The format's description is the README of github.com/huggingface/safetensors.</remarks>
/// <param name="Tensors">The tensors, in the order of their bytes.</param>
/// <param name="Metadata">The map of words to words.</param>
internal sealed record SafeTensorsFile(IReadOnlyList<SafeTensor> Tensors, IReadOnlyDictionary<string, string> Metadata)
{
    private const int Prefix = 8, Alignment = 8, LongestHeader = 100_000_000;
    private const string MetadataKey = "__metadata__";
    private static readonly JsonDocumentOptions Strict = new() { AllowDuplicateProperties = false };

    /// <summary>The file's bytes; numbers are aligned to 8 bytes.</summary>
    public byte[] ToBytes()
    {
        var header = new Dictionary<string, object> { [MetadataKey] = Metadata };
        long end = 0;
        foreach (var tensor in Tensors)
        {
            var begin = end;
            end += tensor.Data.Length;
            long[] offsets = [begin, end];
            header.Add(tensor.Name, new { dtype = tensor.DataType, shape = tensor.Sizes, data_offsets = offsets });
        }
        var json = JsonSerializer.SerializeToUtf8Bytes(header);
        var padded = (json.Length + Alignment - 1) / Alignment * Alignment;

        var bytes = new byte[Prefix + padded + end];
        BinaryPrimitives.WriteInt64LittleEndian(bytes, padded);
        bytes.AsSpan(Prefix, padded).Fill((byte)' ');
        json.CopyTo(bytes.AsSpan(Prefix));
        var position = Prefix + padded;
        foreach (var tensor in Tensors)
        {
            tensor.Data.Span.CopyTo(bytes.AsSpan(position));
            position += tensor.Data.Length;
        }
        return bytes;
    }

    /// <summary>Reads a file; the tensors' numbers are parts of what was read, not copies.</summary>
    /// <exception cref="InvalidDataException">
    /// It breaks the format's rules; the message is a clause without a subject.
    /// </exception>
    public static SafeTensorsFile Read(ReadOnlyMemory<byte> bytes)
    {
        if (bytes.Span is not [_, _, _, _, _, _, _, _, (byte)'{', ..] && FileKind.NameOf(bytes.Span) is { } kind)
            throw new InvalidDataException($"is {kind}, but must be a safetensors file");
        if (bytes.Length < Prefix) throw new InvalidDataException("is too short for a safetensors file");
        var length = BinaryPrimitives.ReadUInt64LittleEndian(bytes.Span);
        if (length > LongestHeader)
            throw new InvalidDataException(
                $"says that its header has {length} bytes, but at most {LongestHeader} are allowed");
        if (length > (ulong)(bytes.Length - Prefix))
            throw new InvalidDataException($"ends within its header of {length} bytes");
        var header = bytes.Slice(Prefix, (int)length);
        if (header.Span is not [(byte)'{', ..])
            throw new InvalidDataException("has a header that does not begin with {");
        try
        {
            using var json = JsonDocument.Parse(header, Strict);
            return Read(json.RootElement, bytes[(Prefix + (int)length)..]);
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or FormatException
            or KeyNotFoundException)
        {
            throw new InvalidDataException("has a header that is not as the safetensors format says", e);
        }
    }

    private static SafeTensorsFile Read(JsonElement header, ReadOnlyMemory<byte> data)
    {
        var metadata = new Dictionary<string, string>();
        var tensors = new List<(SafeTensor Tensor, long Begin)>();
        foreach (var entry in header.EnumerateObject())
            if (entry.NameEquals(MetadataKey))
                foreach (var word in entry.Value.EnumerateObject())
                    metadata.Add(word.Name, word.Value.GetString() ?? throw new FormatException());
            else
                tensors.Add(Tensor(entry, data));

        tensors.Sort((a, b) => (a.Begin, a.Tensor.Data.Length).CompareTo((b.Begin, b.Tensor.Data.Length)));
        long end = 0;
        foreach (var (tensor, begin) in tensors)
        {
            if (begin != end)
                throw new InvalidDataException(
                    $"has {Quoted.Of(tensor.Name)} begin at byte {begin}, "
                    + $"but must have it at {end}, where the one before ends");
            end = begin + tensor.Data.Length;
        }
        if (end != data.Length)
            throw new InvalidDataException($"has {data.Length} bytes of numbers, but its tensors end at {end}");
        return new SafeTensorsFile([.. tensors.Select(entry => entry.Tensor)], metadata);
    }

    private static (SafeTensor Tensor, long Begin) Tensor(JsonProperty entry, ReadOnlyMemory<byte> data)
    {
        var dataType = entry.Value.GetProperty("dtype").GetString() ?? throw new FormatException();
        long[] sizes = [.. entry.Value.GetProperty("shape").EnumerateArray().Select(size => size.GetInt64())];
        var offsets = entry.Value.GetProperty("data_offsets").EnumerateArray().Select(offset => offset.GetInt64());
        if (offsets.ToArray() is not [var begin, var end])
            throw new FormatException();
        if (begin < 0 || begin > end || end > data.Length)
            throw new InvalidDataException(
                $"has {Quoted.Of(entry.Name)} from byte {begin} to {end}, but has {data.Length} bytes of numbers");
        if (BitsOf(dataType) is { } bits && Bits(sizes, bits) != 8 * (Int128)(end - begin))
            throw new InvalidDataException(
                $"has {Quoted.Of(entry.Name)} of shape {Quoted.Of(string.Join('×', sizes))} in {end - begin} bytes, "
                + $"which {dataType} does not fill");
        return (new SafeTensor(entry.Name, dataType, sizes, data[(int)begin..(int)end]), begin);
    }

    private static Int128? Bits(long[] sizes, int bits)
    {
        Int128 product = bits;
        foreach (var size in sizes)
            if (size < 0 || (product *= size) > long.MaxValue) return null;
        return product;
    }

    private static int? BitsOf(string dataType) => dataType switch
    {
        "F64" or "I64" or "U64" or "C64" => 64,
        "F32" or "I32" or "U32" => 32,
        "F16" or "BF16" or "I16" or "U16" => 16,
        "BOOL" or "I8" or "U8" or "F8_E4M3" or "F8_E5M2" or "F8_E8M0" => 8,
        _ => null,
    };
}
