using System.Text;

namespace Zhuangjin.DataSharing.Sharing.Exchange;

/// <summary>Writes rows as CSV (RFC 4180, UTF-8 with byte-order mark so that spreadsheets read Chinese). A missing value is empty, an empty text is two quotes.</summary>
internal sealed class CsvWriter : IDisposable
{
    private readonly StreamWriter _to;

    public CsvWriter(Stream to) => _to = new(to, new UTF8Encoding(encoderShouldEmitUTF8Identifier: true), 1 << 16, leaveOpen: true) { NewLine = "\r\n" };

    public void Row(IReadOnlyList<string?> values)
    {
        for (var i = 0; i < values.Count; i++)
        {
            if (i > 0)
            {
                _to.Write(',');
            }
            Write(values[i]);
        }
        _to.WriteLine();
    }

    public void Dispose() => _to.Dispose();

    private void Write(string? value)
    {
        if (value is null)
        {
            return;
        }
        if (value.Length > 0 && value.AsSpan().IndexOfAny(",\"\r\n") < 0)
        {
            _to.Write(value);
            return;
        }
        _to.Write('"');
        _to.Write(value.Replace("\"", "\"\"", StringComparison.Ordinal));
        _to.Write('"');
    }
}
