using System.Buffers.Binary;

namespace CnnVerified.Training.Models;

/// <summary>One tensor of a safetensors file.</summary>
/// <param name="Name">Its name, unique in the file.</param>
/// <param name="DataType">The format's word for its scalar, such as F32.</param>
/// <param name="Sizes">The sizes of its axes, outermost first; none for a single number.</param>
/// <param name="Data">Its numbers, little-endian, in row-major order.</param>
internal sealed record SafeTensor(string Name, string DataType, long[] Sizes, ReadOnlyMemory<byte> Data)
{
    /// <summary>The word for 32-bit and for 64-bit floating-point numbers.</summary>
    public const string Float = "F32", Double = "F64";

    private const string Half = "F16", Brain = "BF16";

    /// <summary>The sizes joined by "×".</summary>
    public string Shape => string.Join('×', Sizes);

    /// <summary>Takes a parameter as it is now.</summary>
    public static SafeTensor Of<T>(Parameter<T> parameter) where T : IFloatingPointIeee754<T>
    {
        var values = parameter.Value.Values;
        var isFloat = typeof(T) == typeof(float);
        var data = new byte[values.Length * (isFloat ? sizeof(float) : sizeof(double))];
        for (var i = 0; i < values.Length; i++)
        {
            var place = data.AsSpan(data.Length / values.Length * i);
            if (isFloat) BinaryPrimitives.WriteSingleLittleEndian(place, float.CreateChecked(values[i]));
            else BinaryPrimitives.WriteDoubleLittleEndian(place, double.CreateChecked(values[i]));
        }
        var sizes = Enumerable.Range(0, parameter.Value.Shape.Rank).Select(axis => (long)parameter.Value.Shape[axis]);
        return new SafeTensor(parameter.Name, isFloat ? Float : Double, [.. sizes], data);
    }

    /// <summary>Gives its numbers to a parameter, rounded to the parameter's scalar if need be.</summary>
    /// <exception cref="InvalidDataException">
    /// Shape or scalar do not fit, or a number is not finite; the message is a clause without a subject.
    /// </exception>
    /// <returns>The parameter.</returns>
    public Parameter<T> CopyTo<T>(Parameter<T> parameter) where T : IFloatingPointIeee754<T>
    {
        if (Shape != parameter.Value.Shape.ToString())
            throw new InvalidDataException(
                $"has {Name} of shape {Quoted.Of(Shape)}, but the network's has shape {parameter.Value.Shape}");
        var values = parameter.Value.Values;
        for (var i = 0; i < values.Length; i++)
        {
            var number = NumberAt(i);
            values[i] = T.CreateChecked(number);
            if (!T.IsFinite(values[i]))
                throw new InvalidDataException(string.Create(
                    CultureInfo.InvariantCulture, $"has {number} in {Name}, where only finite numbers can be used"));
        }
        return parameter;
    }

    private double NumberAt(int i) => DataType switch
    {
        Float => BinaryPrimitives.ReadSingleLittleEndian(Data.Span[(i * sizeof(float))..]),
        Double => BinaryPrimitives.ReadDoubleLittleEndian(Data.Span[(i * sizeof(double))..]),
        Half => (double)BinaryPrimitives.ReadHalfLittleEndian(Data.Span[(i * sizeof(short))..]),
        Brain => BitConverter.Int32BitsToSingle(
            BinaryPrimitives.ReadInt16LittleEndian(Data.Span[(i * sizeof(short))..]) << 16),
        _ => throw new InvalidDataException(
            $"has {Name} in {Quoted.Of(DataType)} numbers, but they must be {Double}, {Float}, {Half} or {Brain}"),
    };
}
