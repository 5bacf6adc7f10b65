using System.Buffers.Binary;
using System.Numerics;
using CnnVerified.Layers;

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

    /// <summary>The sizes joined by "×".</summary>
    public string Shape => string.Join('×', Sizes);

    /// <summary>Takes a parameter as it is now.</summary>
    public static SafeTensor Of<T>(Parameter<T> parameter) where T : IFloatingPointIeee754<T>
    {
        var values = parameter.Value.Values;
        var isFloat = typeof(T) == typeof(float);
        var data = new byte[values.Length * (isFloat ? sizeof(float) : sizeof(double))];
        for (var i = 0; i < values.Length; i++)
            if (isFloat) BinaryPrimitives.WriteSingleLittleEndian(data.AsSpan(i * sizeof(float)), float.CreateChecked(values[i]));
            else BinaryPrimitives.WriteDoubleLittleEndian(data.AsSpan(i * sizeof(double)), double.CreateChecked(values[i]));
        var sizes = Enumerable.Range(0, parameter.Value.Shape.Rank).Select(axis => (long)parameter.Value.Shape[axis]);
        return new SafeTensor(parameter.Name, isFloat ? Float : Double, [.. sizes], data);
    }

    /// <summary>Gives its numbers to a parameter, rounded to the parameter's scalar if need be.</summary>
    /// <exception cref="InvalidDataException">Shape or scalar do not fit; the message is a clause without a subject.</exception>
    /// <returns>The parameter.</returns>
    public Parameter<T> CopyTo<T>(Parameter<T> parameter) where T : IFloatingPointIeee754<T>
    {
        if (Shape != parameter.Value.Shape.ToString())
            throw new InvalidDataException($"has {Name} of shape {Shape}, but the network's has shape {parameter.Value.Shape}");
        if (DataType is not (Float or Double))
            throw new InvalidDataException($"has {Name} in {DataType} numbers, but they must be {Float} or {Double}");
        var values = parameter.Value.Values;
        for (var i = 0; i < values.Length; i++)
            values[i] = DataType == Float
                ? T.CreateChecked(BinaryPrimitives.ReadSingleLittleEndian(Data.Span[(i * sizeof(float))..]))
                : T.CreateChecked(BinaryPrimitives.ReadDoubleLittleEndian(Data.Span[(i * sizeof(double))..]));
        return parameter;
    }
}
