using Zhuangjin.Cases.Contracts;

namespace Zhuangjin.Cases.Running;

/// <summary>The cases touched last, with their rows, so that the next step need not read and parse them again. Bounded; never believed without the version check of the write.</summary>
internal sealed class CaseMemory
{
    private const int Most = 4_096;

    private readonly Lock _gate = new();
    private Dictionary<string, KnownCase> _young = new(StringComparer.Ordinal);
    private Dictionary<string, KnownCase> _old = new(StringComparer.Ordinal);

    public KnownCase? Find(string id)
    {
        lock (_gate)
        {
            return _young.TryGetValue(id, out var known) || _old.TryGetValue(id, out known) ? known : null;
        }
    }

    /// <summary>Keeps a case unless a newer version of it is known.</summary>
    public void Keep(KnownCase known)
    {
        lock (_gate)
        {
            if ((_young.TryGetValue(known.State.Id, out var other) || _old.TryGetValue(known.State.Id, out other)) && other.State.Version > known.State.Version)
            {
                return;
            }
            if (_young.Count >= Most)
            {
                _old = _young;
                _young = new(StringComparer.Ordinal);
            }
            _young[known.State.Id] = known;
        }
    }

    public void Forget(string id)
    {
        lock (_gate)
        {
            _young.Remove(id);
            _old.Remove(id);
        }
    }
}

/// <summary>A case with the rows that are stored beside it, and the calendar that they were derived by.</summary>
internal sealed record KnownCase(CaseState State, Projection Rows, string Calendar);
