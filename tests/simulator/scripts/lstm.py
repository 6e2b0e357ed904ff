"""Train an LSTM on padded sequences, save it, load it and go on."""

import os
import tempfile

import torch
import torch.nn as nn
from torch.nn.utils.rnn import pack_padded_sequence, pad_packed_sequence, pad_sequence

device = torch.device("mps" if torch.backends.mps.is_available() else "cpu")
torch.manual_seed(7)


class Tagger(nn.Module):
    def __init__(self, vocab, tags, hidden=24):
        super().__init__()
        self.embedding = nn.Embedding(vocab, 16, padding_idx=0)
        self.lstm = nn.LSTM(16, hidden, num_layers=2, batch_first=True, bidirectional=True)
        self.hidden2tag = nn.Linear(2 * hidden, tags)

    def forward(self, sentence, lengths):
        packed = pack_padded_sequence(
            self.embedding(sentence), lengths, batch_first=True, enforce_sorted=False
        )
        h0 = torch.zeros(4, sentence.size(0), 24, device=sentence.device)
        out, _ = self.lstm(packed, (h0, torch.zeros_like(h0)))
        out, _ = pad_packed_sequence(out, batch_first=True)
        return nn.functional.log_softmax(self.hidden2tag(out), dim=2)


lengths = torch.tensor([9, 5, 7, 3, 8, 6])
sequences = [torch.randint(1, 40, (int(n),)) for n in lengths]
batch = pad_sequence(sequences, batch_first=True).to(device)
tags = torch.where(batch > 0, batch % 4, -100)

model = Tagger(40, 4).to(device)
loss_function = nn.NLLLoss(ignore_index=-100)
optimizer = torch.optim.Adam(model.parameters(), lr=0.01)
scheduler = torch.optim.lr_scheduler.ReduceLROnPlateau(optimizer, patience=2)


def train(steps):
    for _ in range(steps):
        model.zero_grad()
        loss = loss_function(model(batch, lengths).transpose(1, 2), tags)
        loss.backward()
        nn.utils.clip_grad_value_(model.parameters(), 0.5)
        optimizer.step()
        scheduler.step(loss.item())
    return loss


train(8)
with tempfile.TemporaryDirectory() as folder:
    path = os.path.join(folder, "checkpoint.pt")
    torch.save({"model": model.state_dict(), "optimizer": optimizer.state_dict()}, path)
    checkpoint = torch.load(path, map_location=device, weights_only=True)
assert {v.device.type for v in checkpoint["model"].values()} == {device.type}
model = Tagger(40, 4)
model.to(device)
model.load_state_dict(checkpoint["model"])
optimizer = torch.optim.Adam(model.parameters(), lr=0.01)
optimizer.load_state_dict(checkpoint["optimizer"])
loss = train(4)
predicted = model(batch, lengths).argmax(dim=2).cpu().numpy()
print(device.type, repr(loss.item()), predicted.sum())
