"""Tensors under another name, zeroed, not finite, or transposed."""

from safetensors.torch import load_file, save_file

from .whole_files import files


def tensors(package):
    for file in files(package):
        if not file.endswith(".safetensors"):
            continue
        for name, tensor in load_file(package / file).items():

            def change(directory, alter, file=file, name=name):
                content = {key: value.clone() for key, value in load_file(directory / file).items()}
                alter(content, name)
                save_file(content, directory / file, metadata={"format": "pt"})

            def rename(content, name):
                content[name + "_x"] = content.pop(name)

            def zero(content, name):
                content[name].zero_()

            def spoil(content, name):
                content[name].view(-1)[content[name].numel() // 2] = float("nan")

            def transpose(content, name):
                content[name] = content[name].T.contiguous()

            alterations = [("renamed", rename), ("zeroed", zero), ("NaN", spoil)]
            if tensor.ndim == 2:
                alterations.append(("transposed", transpose))
            for kind, alter in alterations:
                if kind == "zeroed" and not tensor.any():
                    continue
                yield f"tensor {kind}", f"{file}:{name}", lambda directory, change=change, alter=alter: change(
                    directory, alter
                )
