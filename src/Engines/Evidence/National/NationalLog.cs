using Zhuangjin.Evidence.Publishing;
using Zhuangjin.Evidence.Sealing;
using Zhuangjin.Kernel.Storage;

namespace Zhuangjin.Evidence.National;

/// <summary>This node's view of the national tree (SM3 and SM2): its key, its published copy, and what publishes it.</summary>
internal sealed class NationalLog(IDatabase database, NationalKey key, string dataDirectory)
{
    public NationalKey Key => key;

    public LogFolder Folder => Publisher.Folder;

    public Publisher Publisher { get; } = new(database, new(Path.Combine(dataDirectory, SealedTree.National.Name)), SealedTree.National);
}
