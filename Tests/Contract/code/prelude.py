import os
import posixpath
import shutil
import time

import torch
from torch import nn
from torch.nn import functional
from transformers import AutoModel
